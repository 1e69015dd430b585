import { Option } from '@commander-js/extra-typings';
import { parseHeader } from '../core/logto/custom-headers.ts';
import { collect } from './options.ts';

// In a file of its own because parsing a header loads node:http, which is slow.
export const headerOption = new Option(
  '-H, --header <name:value>',
  'Add a header to each request (repeatable)',
).argParser(collect(parseHeader));
