import { Option } from '@commander-js/extra-typings';
import { parseHeader } from '../core/logto/custom-headers.ts';
import { collect } from './options.ts';

// Not among the other options, because node:http checks headers and is slow to load.
export const headerOption = new Option(
  '-H, --header <name:value>',
  'Add a header to each request (repeatable)',
).argParser(collect(parseHeader));
