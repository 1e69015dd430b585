import { systemCode } from '../../errors.ts';
import { type FramePlace, type Scan, scanSegment } from './scan.ts';
import { listSegments, type SegmentEntry } from './segment.ts';

/** Where the records of a history are. */
export interface Places {
  /** Sorted by time of arrival. */
  readonly deliveries: readonly FramePlace[];
  /** Replays by the id of their delivery, in order. */
  readonly replays: ReadonlyMap<string, readonly FramePlace[]>;
}

export interface SegmentScan extends Scan {
  /** Why the segment cannot be read; null if it can. */
  readonly unreadable: string | null;
}

/** The last scan of each segment, by file. */
export type Scans = ReadonlyMap<string, SegmentScan>;

/**
 * Scans the records added to a directory's segments since earlier scans.
 * @throws the system's error if the directory cannot be read
 */
export async function scanDirectory(directory: string, earlier: Scans): Promise<Scans> {
  const scans = new Map<string, SegmentScan>();
  for (const segment of listSegments(directory)) {
    const scan = await continueScan(segment, earlier.get(segment.file));
    if (scan) scans.set(segment.file, scan);
  }
  return scans;
}

/** Sorts the records of all segments by time. */
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

/** Returns undefined if the segment was removed meanwhile. */
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

/** Returns a scan without records; the next one starts at the beginning of the file. */
function unreadable(reason: string, earlier: SegmentScan | undefined): SegmentScan {
  if (earlier?.unreadable === reason) return earlier;
  return { places: [], end: 0, damaged: 0, tail: 'none', unreadable: reason };
}
