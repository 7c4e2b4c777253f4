; The installer for Windows: for one person, without administrator rights. Made by build.sh, which gives
; VERSION, OUTPUT, and the lists FILES and DELETIONS of what is installed.

; 64-bit, so that Windows does not lay 32-bit folders under it.
Target amd64-unicode
Unicode true
!include MUI2.nsh
!include FileFunc.nsh

!define NAME "Propensity Desk"
!define PROGRAM "propensity-desk.exe"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\PropensityDesk"
!define APPLICATION "Software\Classes\Applications\${PROGRAM}"
!define APP_PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths\${PROGRAM}"

Name "${NAME}"
OutFile "${OUTPUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Propensity Desk"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
SetCompressor /SOLID lzma
; The files get the time of their installation, so that the time of the build changes nothing.
SetDateSave off
ManifestSupportedOS Win10
ManifestDPIAware true
ManifestLongPathAware true
BrandingText "${NAME} ${VERSION}"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "${NAME}"
VIAddVersionKey "FileDescription" "${NAME} Setup"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT OR Apache-2.0"

!define MUI_ICON "propensity-desk.ico"
!define MUI_UNICON "propensity-desk.ico"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Japanese"

LangString StillRunning ${LANG_ENGLISH} "${NAME} is still running. Close its window, then try again."
LangString StillRunning ${LANG_JAPANESE} "${NAME} が起動したままです。ウィンドウを閉じてから、もう一度お試しください。"

; Offers the program under "Open with" for one kind of file. The kind's own entry, and what opens it, are not touched.
!macro OfferFor Extension
  WriteRegStr HKCU "${APPLICATION}\SupportedTypes" "${Extension}" ""
!macroend

; A program that runs cannot be replaced: Windows keeps its file open.
!macro RefuseWhileRunning un
Function ${un}RefuseWhileRunning
  again:
  IfFileExists "$INSTDIR\${PROGRAM}" 0 free
  ClearErrors
  FileOpen $0 "$INSTDIR\${PROGRAM}" a
  IfErrors 0 close
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillRunning)" /SD IDCANCEL IDRETRY again
  SetErrorLevel 2
  Quit
  close:
  FileClose $0
  free:
FunctionEnd
!macroend
!insertmacro RefuseWhileRunning ""
!insertmacro RefuseWhileRunning "un."

Section
  Call RefuseWhileRunning
  SetOutPath "$INSTDIR"
  !include "${FILES}"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  CreateShortcut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\${PROGRAM}"

  WriteRegStr HKCU "${APPLICATION}" "FriendlyAppName" "${NAME}"
  WriteRegStr HKCU "${APPLICATION}\shell\open\command" "" '"$INSTDIR\${PROGRAM}" "%1"'
  WriteRegStr HKCU "${APPLICATION}\DefaultIcon" "" "$INSTDIR\${PROGRAM},0"
  !insertmacro OfferFor ".xlsx"
  !insertmacro OfferFor ".xlsm"
  !insertmacro OfferFor ".xlsb"
  !insertmacro OfferFor ".xls"
  !insertmacro OfferFor ".ods"
  !insertmacro OfferFor ".csv"
  !insertmacro OfferFor ".tsv"
  WriteRegStr HKCU "${APP_PATHS}" "" "$INSTDIR\${PROGRAM}"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${PROGRAM}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "The Propensity Desk developers"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
SectionEnd

; Workbooks, and the settings under %APPDATA%, stay.
Section Uninstall
  Call un.RefuseWhileRunning
  ; By name: a person may have put the program into a folder with other things.
  !include "${DELETIONS}"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${NAME}.lnk"
  DeleteRegKey HKCU "${APPLICATION}"
  DeleteRegKey HKCU "${APP_PATHS}"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
