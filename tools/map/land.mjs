// Makes app/src/browse/map/land.txt: the outline of the land, which the server draws maps from.
//
//   npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
//   node tools/map/land.mjs package/land-10m.json app/src/browse/map/land.txt
//
// The source is Natural Earth at 1:10 million (public domain, naturalearthdata.com) as the npm
// package world-atlas 2.0.2 by Mike Bostock brings it (ISC licence). What comes out is committed,
// so that a build needs neither the package nor the network; run this again only to change it.
//
// One ring a line, in hundredths of a degree: longitude and latitude of its first point, then the
// steps to the next ones. The rings are closed by themselves; lakes and seas inside land are rings
// too, to be filled by the even-odd rule. Europe keeps finer lines than the rest of the world.
import { readFileSync, writeFileSync } from "node:fs";

const [from, to] = process.argv.slice(2);
if (!from || !to) {
  console.error("Say which file to read and which to write: land.mjs land-10m.json land.txt");
  process.exit(1);
}

const { objects, arcs, transform } = JSON.parse(readFileSync(from, "utf8"));
const { scale, translate } = transform;

// TopoJSON: each arc is a first point and steps, as whole numbers on a grid.
const lines = arcs.map((arc) => {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    [x, y] = [x + dx, y + dy];
    return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
  });
});

// A negative number is the arc ~n backwards; where arcs meet, the point is there twice.
const ringOf = (numbers) =>
  numbers.flatMap((n) => {
    const line = n < 0 ? lines[~n].toReversed() : lines[n];
    return line.slice(0, -1);
  });

// The source lets land run on across the date line, where the world is cut: east of it a ring goes
// on past 180 degrees, and is then cut into the part on this side and the part on the other.
function cutAtTheDateLine(ring) {
  let turns = 0;
  const rolled = ring.map(([lon, lat], i) => {
    const before = i === 0 ? lon : ring[i - 1][0];
    if (lon - before > 180) turns -= 1;
    if (before - lon > 180) turns += 1;
    return [lon + turns * 360, lat];
  });
  const side = (points, inside, edge) =>
    points.flatMap((p, i) => {
      const q = points[(i + 1) % points.length];
      const kept = inside(p) ? [p] : [];
      if (inside(p) === inside(q)) return kept;
      const part = (edge - p[0]) / (q[0] - p[0]);
      return [...kept, [edge, p[1] + (q[1] - p[1]) * part]];
    });
  return [-360, 0, 360]
    .map((shift) => rolled.map(([lon, lat]) => [lon + shift, lat]))
    .map((points) => side(points, ([lon]) => lon >= -180, -180))
    .map((points) => side(points, ([lon]) => lon <= 180, 180))
    .filter((points) => points.length > 3);
}

const inEurope = ([lon, lat]) => lon > -26 && lon < 45 && lat > 33 && lat < 72;
// Degrees a line may be off, and square degrees of the smallest island.
const FINE = { off: 0.018, island: 0.006 };
const COARSE = { off: 0.22, island: 0.35 };

const area = (ring) =>
  Math.abs(ring.reduce((sum, [x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length];
    return sum + x * ny - nx * y;
  }, 0)) / 2;

// A degree of longitude is shorter in the north.
const distance = ([x, y], [ax, ay], [bx, by]) => {
  const k = Math.cos((y * Math.PI) / 180);
  const [px, py, qx, qy] = [(x - ax) * k, y - ay, (bx - ax) * k, by - ay];
  const length = qx * qx + qy * qy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, (px * qx + py * qy) / length));
  return Math.hypot(px - t * qx, py - t * qy);
};

// Ramer, Douglas and Peucker: keep the point that is farthest off, as long as it is too far.
function thinned(points) {
  if (points.length < 3) return points;
  const [first, last] = [points[0], points.at(-1)];
  let [farthest, worst] = [0, 1];
  for (let i = 1; i < points.length - 1; i += 1) {
    const rule = inEurope(points[i]) ? FINE : COARSE;
    const off = distance(points[i], first, last) / rule.off;
    if (off > worst) [farthest, worst] = [i, off];
  }
  if (farthest === 0) return [first, last];
  return [...thinned(points.slice(0, farthest + 1)).slice(0, -1), ...thinned(points.slice(farthest))];
}

// A ring has no ends: cut it at its two points farthest apart from the first.
function thinnedRing(ring) {
  const [x, y] = ring[0];
  const far = ring.reduce((best, p, i) => {
    const d = Math.hypot(p[0] - x, p[1] - y);
    return d > best[1] ? [i, d] : best;
  }, [0, 0])[0];
  const there = thinned(ring.slice(0, far + 1));
  const back = thinned([...ring.slice(far), ring[0]]);
  return [...there.slice(0, -1), ...back.slice(0, -1)];
}

const rings = objects.land.geometries
  .flatMap((geometry) => (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs))
  .flat()
  .map(ringOf)
  // Nothing of Antarctica: no map here reaches so far.
  .filter((ring) => ring.some(([, lat]) => lat > -60))
  .flatMap(cutAtTheDateLine)
  .filter((ring) => area(ring) >= (inEurope(ring[0]) ? FINE : COARSE).island)
  .map(thinnedRing)
  .map((ring) => ring.map(([lon, lat]) => [Math.round(lon * 100), Math.round(lat * 100)]))
  .map((ring) => ring.filter(([x, y], i) => i === 0 || x !== ring[i - 1][0] || y !== ring[i - 1][1]))
  .filter((ring) => ring.length > 3)
  .sort((a, b) => b.length - a.length);

const text = rings
  .map((ring) => ring.map(([x, y], i) => (i === 0 ? `${x} ${y}` : `${x - ring[i - 1][0]} ${y - ring[i - 1][1]}`)).join(" "))
  .join("\n");
writeFileSync(to, `${text}\n`);
const points = rings.reduce((sum, ring) => sum + ring.length, 0);
console.log(`${rings.length} rings, ${points} points, ${text.length} bytes`);
