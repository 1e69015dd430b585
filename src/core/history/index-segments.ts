import { systemCode } from '../errors.ts';
import { type FramePlace, type Scan, scanSegment } from './scan.ts';
import { listSegments, type SegmentEntry } from './segment.ts';

/** Where everything in a history is. */
export interface Places {
  /** In the order they came. */
  readonly deliveries: readonly FramePlace[];
  /** Replays by the delivery's id, in the order they were made. */
  readonly replays: ReadonlyMap<string, readonly FramePlace[]>;
}

export interface SegmentScan extends Scan {
  /** Why nothing of it can be read; null where it can. */
  readonly unreadable: string | null;
}

/** What each segment held at the last scan, by file. */
export type Scans = ReadonlyMap<string, SegmentScan>;

/**
 * Scans what was added to a directory's segments since the scans that are given.
 * @throws the system's error where the directory cannot be read
 */
export async function scanDirectory(directory: string, earlier: Scans): Promise<Scans> {
  const scans = new Map<string, SegmentScan>();
  for (const segment of listSegments(directory)) {
    const scan = await continueScan(segment, earlier.get(segment.file));
    if (scan) scans.set(segment.file, scan);
  }
  return scans;
}

/** Brings the records of all segments into the order of time. */
export function indexPlaces(scans: Scans): Places {
  const deliveries: FramePlace[] = [];
  const replays = new Map<string, FramePlace[]>();
  const places = [...scans.values()].flatMap((scan) => scan.places).sort((a, b) => a.at - b.at);
  for (const place of places) {
    if (place.kind === 'delivery') deliveries.push(place);
    else {
      const others = replays.get(place.id);
      if (others) others.push(place);
      else replays.set(place.id, [place]);
    }
  }
  return { deliveries, replays };
}

/** Returns undefined where the segment has been removed meanwhile. */
async function continueScan(
  segment: SegmentEntry,
  earlier: SegmentScan | undefined,
): Promise<SegmentScan | undefined> {
  if (segment.notFile !== null) return unreadable(`it is ${segment.notFile}`, earlier);
  try {
    const added = await scanSegment(segment, earlier?.end ?? 0);
    const isSame = added.end === earlier?.end && added.tail === earlier.tail;
    return isSame && earlier.unreadable === null ? earlier : merge(earlier, added);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return undefined;
    if (code === undefined) throw error;
    return unreadable(code, earlier);
  }
}

function merge(earlier: SegmentScan | undefined, added: Scan): SegmentScan {
  return {
    places: earlier ? [...earlier.places, ...added.places] : added.places,
    end: added.end,
    damaged: (earlier?.damaged ?? 0) + added.damaged,
    tail: added.tail,
    unreadable: null,
  };
}

/** Returns a scan without records; the next one begins at the start of the file. */
function unreadable(reason: string, earlier: SegmentScan | undefined): SegmentScan {
  if (earlier?.unreadable === reason) return earlier;
  return { places: [], end: 0, damaged: 0, tail: 'none', unreadable: reason };
}
