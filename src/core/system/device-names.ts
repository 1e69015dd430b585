/**
 * Names that Windows reserves for devices, with any extension
 * (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
 */
const deviceName = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:[.:]|$)/i;

/** Returns whether Windows would take a file name for a device, such as `con` or `aux.json`. */
export function isDeviceName(name: string): boolean {
  return deviceName.test(name);
}
