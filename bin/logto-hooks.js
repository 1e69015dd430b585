#!/usr/bin/env node
// CommonJS, because Node takes longer to start with an ES module as its entry point.
require('../dist/cli/main.cjs');
