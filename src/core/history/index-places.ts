import { systemCode } from '../errors.ts';
import { type FramePlace, type Scan, scanSegment } from './scan.ts';
import { listSegments, type Segment } from './segment.ts';

/** Where everything in a history is. */
export interface Places {
  /** In the order they came. */
  readonly deliveries: readonly FramePlace[];
  /** Replays by the delivery's id, in the order they were made. */
  readonly replays: ReadonlyMap<string, readonly FramePlace[]>;
}

/** What each segment held when it was looked at last, by file. */
export type Scans = ReadonlyMap<string, Scan>;

/** Looks at what was added to a directory's segments since the scans that are given. */
export async function scanDirectory(directory: string, earlier: Scans): Promise<Scans> {
  const scans = new Map<string, Scan>();
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

/** @returns undefined where the segment has been removed meanwhile */
async function continueScan(
  segment: Segment,
  earlier: Scan | undefined,
): Promise<Scan | undefined> {
  try {
    const added = await scanSegment(segment, earlier?.end ?? 0);
    if (!earlier) return added;
    if (added.end === earlier.end && added.torn === earlier.torn) return earlier;
    return {
      places: added.places.length > 0 ? [...earlier.places, ...added.places] : earlier.places,
      end: added.end,
      damaged: earlier.damaged + added.damaged,
      torn: added.torn,
    };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
