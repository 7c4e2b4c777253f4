/* For tests only: wine 8 has no bcryptprimitives.dll, which Rust's library takes its random numbers from. */
typedef unsigned char byte;
__declspec(dllimport) byte __stdcall SystemFunction036(void *buffer, unsigned long length);
__declspec(dllexport) int __stdcall ProcessPrng(byte *buffer, unsigned long long length) {
    return SystemFunction036(buffer, (unsigned long)length);
}
