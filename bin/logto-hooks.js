#!/usr/bin/env node
// CommonJS on purpose: loading an ES module as the entry point costs a third of a bare Node start.
require('../dist/cli/start.cjs');
