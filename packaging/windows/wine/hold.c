/* hold FILE SHARE: keeps FILE open for 120 s as another program would. SHARE: none, read (as Excel), or all but delete. */
#include <stdio.h>
#include <string.h>
#include <wchar.h>
#include <windows.h>

int wmain(int count, wchar_t **arguments) {
    DWORD share = 0;
    if (count != 3) return 2;
    if (!wcscmp(arguments[2], L"read")) share = FILE_SHARE_READ;
    if (!wcscmp(arguments[2], L"write")) share = FILE_SHARE_READ | FILE_SHARE_WRITE;
    HANDLE file = CreateFileW(arguments[1], GENERIC_READ | GENERIC_WRITE, share, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE) return 1;
    printf("held\n");
    fflush(stdout);
    Sleep(120000);
    return 0;
}
