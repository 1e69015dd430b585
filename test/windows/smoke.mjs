// Tests the built command on Windows, or in Wine: `scripts/with-wine.sh test/windows/smoke.mjs`. Plain
// JavaScript and Node's own test runner, because packages with native binaries are not installed there.
import './commands.mjs';
import './files.mjs';
import './listener.mjs';
import './start.mjs';
