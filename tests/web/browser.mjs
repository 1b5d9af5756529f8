// The investigators' pages in a real browser: each file in FILES exports `tests`, a list of
// [what it shows, async (world) => …], which share one invented investigation and its server.
// `node browser.mjs case.mjs` runs only those of a file.
import { makeWorld } from "./world.mjs";

const FILES = ["case.mjs", "pages.mjs", "media.mjs", "together.mjs", "sessions.mjs", "words.mjs"];

const wanted = process.argv.slice(2);
const world = await makeWorld();
let number = 0, failed = 0;

async function run(name, test) {
    number++;
    const begun = Date.now();
    try {
        await test(world);
        console.log(`ok ${number} - ${name}`);
    } catch (error) {
        failed++;
        console.log(`not ok ${number} - ${name}`);
        console.error(`${name}:\n${error.stack ?? error}`);
    }
    if (process.env.CAIRN_TIMES) console.error(`${Date.now() - begun} ms: ${name}`);
    await world.closeContexts();
}

try {
    for (const file of FILES) {
        if (wanted.length && !wanted.includes(file)) continue;
        for (const [name, test] of (await import(`./${file}`)).tests) await run(name, test);
    }
    await run("no page did what it must not", () => world.checkWatched());
    await world.stop();
    await run("the record is whole", () => world.verify());
} finally {
    await world.stop();
    world.remove();
}
console.log(`1..${number}`);
process.exit(failed ? 1 : 0);
