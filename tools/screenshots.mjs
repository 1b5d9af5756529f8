#!/usr/bin/env node
// tools/screenshots.mjs [CAIRN]: the six pictures of README.md in docs/pictures/, of the pages that the
// demonstration serves. Everything on them is synthetic. Needs what the tests in a browser need
// (make deps).
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { chromium } = createRequire(join(root, "tests/package.json"))("playwright-core");
const folder = join(root, "docs/pictures");
const USER = "Field and laboratory", PASSPHRASE = "nothing here is real";

// Its name, the height that is shown, and how one comes there.
const PICTURES = [
    ["home", 760, (page) => page.goto("/")],
    ["remains", 760, (page) => page.goto("/records/remains")],
    ["record", 900, async (page) => {
        await page.goto("/identify/decisions?state=confirmed");
        const code = await page.locator("tbody th a").first().innerText();
        await page.goto(`/code/${code}`);
    }],
    ["family", 800, async (page) => {
        await page.goto("/families");
        await page.goto(await mostDrawn(page));
        await toDrawing(page);
    }],
    ["matrix", 800, async (page) => {
        await page.goto("/records/comparison");
        const comparison = await page.locator("tbody th a").first().getAttribute("href");
        await page.goto(comparison.replace("/record/", "/identify/"));
        await toDrawing(page);
    }],
    ["dossier", 900, async (page) => {
        await page.goto("/identify/decisions?state=confirmed");
        await page.goto(await page.locator("tbody th a").first().getAttribute("href"));
    }],
];

function toDrawing(page) {
    return page.locator("main svg").first().evaluate((drawing) => {
        const sections = [...document.querySelectorAll("main h2, main h3")]
            .filter((head) => head.compareDocumentPosition(drawing) & Node.DOCUMENT_POSITION_FOLLOWING);
        sections.at(-1).scrollIntoView();
    });
}

// Of the first families the one with most people in its picture.
async function mostDrawn(page) {
    const links = await page.locator("tbody th a").evaluateAll((found) =>
        found.slice(0, 30).map((link) => link.getAttribute("href")));
    let best = links[0], most = 0;
    for (const link of links) {
        const text = await (await page.context().request.get(link)).text();
        const shapes = (text.match(/<svg[^]*?<\/svg>/)?.[0].match(/<(rect|circle)/g) ?? []).length;
        if (shapes > most) [best, most] = [link, shapes];
    }
    return best;
}

async function served(cairn) {
    for await (const line of createInterface({ input: cairn.stdout })) {
        const found = line.match(/ is served at (\S+)$/);
        if (found) return found[1];
    }
    throw new Error("the demonstration served nothing");
}

const cairn = spawn(process.argv[2] ?? join(root, "build/cairn"), ["demo", "--remains", "60", "--serve"],
    { stdio: ["ignore", "pipe", "inherit"] });
let browser;
try {
    const url = await served(cairn);
    browser = await chromium.launch({
        executablePath: process.env.CAIRN_CHROMIUM ?? "/usr/bin/chromium",
        args: process.getuid() === 0 ? ["--no-sandbox"] : [],
    });
    const context = await browser.newContext({ baseURL: url, locale: "en-GB",
        viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel("Name", { exact: true }).fill(USER);
    await page.getByLabel("Passphrase").fill(PASSPHRASE);
    await page.getByRole("button", { name: "Sign in" }).click();
    mkdirSync(folder, { recursive: true });
    for (const [name, height, show] of PICTURES) {
        await page.setViewportSize({ width: 1280, height });
        await show(page);
        await page.screenshot({ path: join(folder, `${name}.png`) });
    }
} finally {
    await browser?.close();
    cairn.kill("SIGTERM");
}
