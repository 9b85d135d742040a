/** Large archives for journeys: one thread to be found, and noise that makes them large. */
import { createHash, randomBytes } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";

const BLOCK = 1024 * 1024;

/** Writes a ZIP of about `megabytes`, uncompressed; returns the SHA-256 of the file. */
export function writeBigArchive(path: string, megabytes: number, thread: object): string {
  const hash = createHash("sha256");
  const file = openSync(path, "w");
  let offset = 0;
  const write = (bytes: Buffer) => {
    hash.update(bytes);
    offset += writeSync(file, bytes);
  };
  const entries: Buffer[] = [];
  const noise = randomBytes(BLOCK);
  const blocks = function* () {
    for (let number = 0; number < megabytes; number += 1) {
      noise.writeUInt32LE(number, 0);
      yield noise;
    }
  };
  const members: [string, () => Iterable<Buffer>, number][] = [
    ["thread.jsonl", () => [text], Buffer.byteLength(`${JSON.stringify(thread)}\n`)],
    ["noise.bin", blocks, megabytes * BLOCK],
  ];
  const text = Buffer.from(`${JSON.stringify(thread)}\n`);
  for (const [name, content, size] of members) {
    let sum = 0;
    for (const block of content()) sum = crc32(block, sum);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(sum, 10);
    about.writeUInt32LE(size, 14);
    about.writeUInt32LE(size, 18);
    about.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const head = Buffer.from("PK\x01\x02\x14\x00", "latin1");
    entries.push(Buffer.concat([head, about, place, Buffer.from(name)]));
    write(Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), about, Buffer.from(name)]));
    for (const block of content()) write(block);
  }
  const list = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  write(Buffer.concat([list, end]));
  closeSync(file);
  return hash.digest("hex");
}
