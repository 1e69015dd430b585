// Wine's taskkill has no /T. A copy of node.exe with the name taskkill.exe, which loads this file, does what
// Microsoft documents for `taskkill /pid <id> /T /F`: it ends a process and those that it started.
const { spawnSync } = require('node:child_process');
const path = require('node:path');

if (path.basename(process.execPath).toLowerCase() === 'taskkill.exe') {
  if (process.env.TASKKILL_FAILS) process.exit(1);
  const words = process.argv.slice(1).map((word) => word.toLowerCase());
  if (!words.includes('/t') || !words.includes('/f')) process.exit(1);
  const table = spawnSync('wmic', ['process', 'get', 'ParentProcessId,ProcessId']).stdout;
  const rows = table.toString('utf16le').split(/\r?\n/);
  const processes = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const tree = [Number(words.find((word) => /^\d+$/.test(word)))];
  for (const pid of tree) {
    for (const [parent, child] of processes) if (parent === pid && child > 0) tree.push(child);
  }
  for (const pid of tree) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
  process.exit(0);
}
