// What four uploads at once cost the server in memory: node end2end/measure/uploads.mjs http://127.0.0.1:8002 PID
// Each brings five files to /submit/bring: a report, a Word file with a picture of 36 million pixels, 10 MB of text, a page that is a
// picture, and a file that unpacks to far more than it says. Prints idle, the most of the server, and the most with its child process.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { deflateRawSync, deflateSync } from "node:zlib";

const [url, pid] = process.argv.slice(2);
const FILES = path.join(import.meta.dirname, "../../app/documents/tests/files");
const MB = 1024 * 1024;
const MOST = 250;

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

function zip(entries) {
  const parts = [];
  const list = [];
  let at = 0;
  for (const [name, bytes] of entries) {
    const packed = deflateRawSync(bytes);
    const words = Buffer.from(name);
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc(bytes), 0);
    sizes.writeUInt32LE(packed.length, 4);
    sizes.writeUInt32LE(bytes.length, 8);
    const head = Buffer.concat([Buffer.from([20, 0, 0, 0, 8, 0, 0, 0, 33, 0]), sizes, Buffer.from([words.length, 0, 0, 0])]);
    const place = Buffer.alloc(4);
    place.writeUInt32LE(at, 0);
    parts.push(Buffer.from("PK\x03\x04"), head, words, packed);
    list.push(Buffer.from("PK\x01\x02\x14\x00"), head, Buffer.alloc(10), place, words);
    at += 4 + head.length + words.length + packed.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...parts, listed, Buffer.from("PK\x05\x06"), end]);
}

function png(side) {
  const chunk = (kind, data) => {
    const body = Buffer.concat([Buffer.from(kind), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 8;
  head[9] = 2;
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", deflateSync(Buffer.alloc(side * (side * 3 + 1)))), chunk("IEND", Buffer.alloc(0))]);
}

const WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
function word(text, picture) {
  const drawn = picture ? `<w:p><w:r><w:drawing><a:blip xmlns:a="urn:a" xmlns:r="urn:r" r:embed="rId1"/></w:drawing></w:r></w:p>` : "";
  const links = picture ? '<Relationship Id="rId1" Type="image" Target="media/image1.png"/>' : "";
  return zip([
    ["[Content_Types].xml", Buffer.from("<Types/>")],
    ["word/document.xml", Buffer.from(`<w:document xmlns:w="${WORD}"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p>${drawn}</w:body></w:document>`)],
    ["word/_rels/document.xml.rels", Buffer.from(`<Relationships>${links}</Relationships>`)],
    ...(picture ? [["word/media/image1.png", picture]] : []),
  ]);
}

function memory() {
  const of = (id) => {
    try {
      const said = readFileSync(`/proc/${id}/status`, "utf8");
      return { kb: Number(/^VmRSS:\s+(\d+)/m.exec(said)?.[1] ?? 0), parent: /^PPid:\s+(\d+)/m.exec(said)?.[1] };
    } catch {
      return { kb: 0, parent: "" };
    }
  };
  const server = of(pid).kb / 1024;
  const children = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).map(of).filter((one) => one.parent === pid);
  return { server, all: server + children.reduce((sum, one) => sum + one.kb / 1024, 0) };
}

async function bring(number) {
  const page = await fetch(`${url}/submit/bring`);
  const html = await page.text();
  const cookie = page.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const form = new FormData();
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)) form.append(name, value);
  form.append("email", "");
  for (const [name, bytes] of FIVE) form.append("files", new Blob([bytes]), `${number}-${name}`);
  form.append("text", "");
  const answer = await fetch(`${url}/submit/bring`, { method: "POST", body: form, redirect: "manual", headers: { cookie, "sec-fetch-site": "same-origin" } });
  return answer.status;
}

const FIVE = [
  ["report.docx", readFileSync(path.join(FILES, "report.docx"))],
  ["picture.docx", word("Museum: The Tea Museum", png(6000))],
  ["long.txt", Buffer.alloc(10 * MB - 1, "We met every Tuesday with tea.\n")],
  ["scan.pdf", readFileSync(path.join(FILES, "scan.pdf"))],
  ["bomb.docx", word(" ".repeat(180 * MB))],
];
const idle = memory();
const most = { ...idle };
const watch = setInterval(() => {
  const now = memory();
  most.server = Math.max(most.server, now.server);
  most.all = Math.max(most.all, now.all);
}, 15);
const began = Date.now();
const statuses = await Promise.all([1, 2, 3, 4].map(bring));
clearInterval(watch);
const shown = (mb) => `${mb.toFixed(0)} MB`;
console.log(`answers ${statuses.join(", ")} after ${((Date.now() - began) / 1000).toFixed(1)} s`);
console.log(`idle ${shown(idle.server)}; most ${shown(most.server)}, ${shown(most.server - idle.server)} above idle; with its child ${shown(most.all)}, ${shown(most.all - idle.server)} above idle`);
if (most.server - idle.server > MOST) process.exit(1);
