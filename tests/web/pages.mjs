// Every page as each role has it: valid HTML, readable for everybody, no broader than a telephone, in
// light and dark, in English and Ukrainian.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";
import { AXE, PEOPLE } from "./world.mjs";

const validator = new HtmlValidate({
    root: true,
    extends: ["html-validate:standard"],
    rules: {
        "long-title": "off", // a title has the record's name
        "no-trailing-whitespace": "off", // of values that records have
        "no-raw-characters": ["error", { relaxed: true }], // "&" in addresses, as HTML allows
        "require-sri": "off", // all of it is the program's own
    },
});

async function checkHtml(text, where) {
    const report = await validator.validateString(text, where);
    const faults = report.results.flatMap((result) => result.messages)
        .filter((message) => message.severity === 2)
        .map((message) => `${where} ${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
    assert.deepEqual(faults, []);
}

async function axe(page) {
    return page.evaluate(async () => {
        const dark = matchMedia("(prefers-color-scheme: dark)").matches;
        const found = await window.axe.run(document, {
            resultTypes: ["violations"], ...(dark && { runOnly: ["color-contrast"] }),
        });
        return found.violations.map((violation) =>
            `${violation.impact} ${violation.id}: ${violation.help}: ` +
            violation.nodes.slice(0, 3).map((node) => `${node.html} (${node.failureSummary})`).join("; "));
    });
}

const WIDE = { width: 1280, height: 800 }, TELEPHONE = { width: 390, height: 844 };

async function checkWidth(page, where) {
    await page.setViewportSize(TELEPHONE);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= TELEPHONE.width, `${where} is ${width} pixels wide on a telephone: ${await broadest(page)}`);
}

// What can be seen only in a browser.
async function checkLooks(page, where) {
    await page.evaluate(AXE);
    await page.setViewportSize(WIDE);
    await page.emulateMedia({ colorScheme: "light" });
    assert.deepEqual(await axe(page), [], `${where}, light`);
    await checkWidth(page, where);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await axe(page), [], `${where}, dark, on a telephone`);
    await page.setViewportSize(WIDE);
    if (process.env.CAIRN_PICTURES) await picture(page, where);
}

function broadest(page) {
    return page.evaluate(() => [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".wide"))
        .slice(0, 3).map((element) => element.outerHTML.slice(0, 150)).join("\n"));
}

let pictures = 0;

async function picture(page, where) {
    const name = `${process.env.CAIRN_PICTURES}/${String(++pictures).padStart(2, "0")}` +
        where.replace(/[^a-z]+/gi, "-").slice(0, 40);
    for (const [what, width, scheme] of [["wide", 1280, "light"], ["telephone", 390, "dark"]]) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: `${name}-${what}.png`, fullPage: true });
    }
    await page.setViewportSize(WIDE);
}

// The addresses of pages that are loaded, as pages.c lists them; a parameter is any segment, and a
// word comes before it.
const ROUTES = [...readFileSync(new URL("../../src/web/pages.c", import.meta.url), "utf8")
    .matchAll(/^ +(?:GET|SLOW)\("([^"]+)"/gm)].map(([, path]) => path)
    .map((path) => ({ path, match: new RegExp(`^${path.replace(/:[a-z]+/g, "([^/]+)")}$`) }))
    .sort((one, other) => one.path.split(":").length - other.path.split(":").length);
// Addresses that are no pages: files and pictures, and what only leads elsewhere.
const NO_PAGES = ["/code/:code", "/records/:kind/all", "/identify/:comparison/all", "/media/:rec/original",
    "/media/:rec/small", "/media/:rec/large"];
const isPage = (path) => !/[?&]as=/.test(path) && routeOf(path) && !NO_PAGES.includes(routeOf(path));
// Where no link leads.
const BEGIN = ["/", "/account", "/identify/run", "/find?q=lifted", "/find?q=nothing+has+this"];

const routeOf = (path) => ROUTES.find((route) => route.match.test(path.replace(/\?.*/, "")))?.path;

// Pages of the same sort are looked at once. Each kind of record is a sort.
function sortOf(path, text = "") {
    const kind = path.match(/^\/records\/([a-z]+)/)?.[1] ??
        text.match(/<p class="path"><a href="\/records\/([a-z]+)"/)?.[1] ?? "";
    return `${routeOf(path)} ${kind}`;
}

// Of a record the kind is known when it was loaded; so a few are loaded of each page's links.
const LINKS_MOST = 4;
const isRecord = (path) => /^\/(record|entry)\/[^/]+$/.test(path);

// Follows the links from the beginning, loads one page of each sort, and gives those that are new to
// `look`. `seen` are sorts that somebody had before.
async function crawl(page, name, seen, look) {
    const fetch = page.context().request;
    const waiting = [...BEGIN], known = new Set(waiting), loaded = new Set();
    while (waiting.length) {
        const path = waiting.shift();
        if (!isRecord(path) && !BEGIN.includes(path) && loaded.has(sortOf(path))) continue;
        if (!isPage(path)) continue;
        const answer = await fetch.get(path);
        const text = await answer.text(), sort = sortOf(path, text);
        if (answer.status() === 403 && BEGIN.includes(path)) continue;
        assert.equal(answer.status(), 200, `${name}: ${path}`);
        if (loaded.has(sort) && !BEGIN.includes(path)) continue;
        loaded.add(sort).add(sortOf(path));
        if (!seen.has(sort) || path === "/") await look(path, text);
        seen.add(sort);
        let records = 0;
        for (const [, link] of text.matchAll(/href="(\/[^"#]*)"/g)) {
            const next = link.replaceAll("&amp;", "&");
            if (next.startsWith("/assets/") || known.has(next)) continue;
            if (isRecord(next) && ++records > LINKS_MOST) continue;
            known.add(next);
            waiting.push(next);
        }
    }
}

const looked = new Set(); // routes
// Forms are made of the same parts: these have all of them.
const FORMS = ["remains", "person", "examination"];

async function english(world, name, seen) {
    const page = await world.signIn(name);
    await crawl(page, name, seen, async (path, text) => {
        await checkHtml(text, `${name}: ${path}`);
        const form = path.match(/^\/records\/([a-z]+)\/new/)?.[1];
        if (/^\/record\/[^/]+\/edit/.test(path) && looked.has(routeOf(path))) return;
        if (form && !FORMS.includes(form) && looked.has(routeOf(path))) return;
        looked.add(routeOf(path));
        await page.goto(path);
        await checkLooks(page, `${name}: ${path}`);
    });
}

// Words are longer in Ukrainian.
async function ukrainian(world) {
    const page = await world.signIn("Field and laboratory");
    await page.goto("/account");
    await page.getByRole("button", { name: "Українська" }).click();
    const routes = new Set();
    await crawl(page, "Ukrainian", new Set(), async (path, text) => {
        assert.match(text, /<html lang="uk"/, path);
        await checkHtml(text, `Ukrainian: ${path}`);
        if (routes.has(routeOf(path))) return;
        routes.add(routeOf(path));
        await page.goto(path);
        await checkWidth(page, `Ukrainian: ${path}`);
    });
}

function allWereLookedAt() {
    assert.deepEqual(ROUTES.map((route) => route.path)
        .filter((path) => !looked.has(path) && !NO_PAGES.includes(path)), []);
}

// Pages that say no.
async function refusals(world) {
    const page = await world.signIn("Olena");
    for (const [path, status] of [["/records/person", 403], ["/records/nothing", 404], ["/nowhere", 404],
        ["/record/r-aaaaaaaaaaaaaaaaaaaaaaaaaa", 404], ["/entry/99999999", 404], ["/records/site?sort=no", 400]]) {
        const answer = await page.goto(path);
        assert.equal(answer.status(), status, path);
        await checkHtml(await answer.text(), path);
        await checkLooks(page, path);
    }
    await page.goto("/records/remains/new");
    await world.fill(page, { found: "yesterday", stature: "tall", "points.0.at": "skull" });
    await page.locator("form.record button.main").click();
    await page.getByText("fields are not right yet").waitFor();
    await checkHtml(await page.content(), "a form with faults");
    await checkLooks(page, "a form with faults");
}

async function doors(world) {
    const page = await (await world.context()).newPage();
    looked.add("/sign-in").add("/second-factor");
    for (const wrong of [false, true]) {
        await page.goto("/sign-in");
        if (wrong) {
            await page.getByLabel("Name", { exact: true }).fill("Nobody");
            await page.getByLabel("Passphrase").fill("wrong");
            await page.getByRole("button", { name: "Sign in" }).click();
            await page.getByText("Name or passphrase is not right.").waitFor();
        }
        await checkHtml(await page.content(), "sign-in");
        await checkLooks(page, "sign-in");
    }
}

// Somebody's first time: a second factor is set up.
async function secondFactor(world) {
    const page = await (await world.context()).newPage();
    await page.goto("/sign-in");
    await page.getByLabel("Name", { exact: true }).fill("Family office");
    await page.getByLabel("Passphrase").fill(world.passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("code.secret").waitFor();
    await checkHtml(await page.content(), "second factor");
    await checkLooks(page, "second factor");
}

const seen = new Set();
export const tests = [
    ["the pages before one is signed in", doors],
    ["the second factor is set up", secondFactor],
    ["pages that say no", refusals],
    ...["Field and laboratory", "Press office", "Registry", "Board", "Petro"]
        .map((name) => [`every page that ${name} has`, (world) => english(world, name, seen)]),
    ["every page in Ukrainian", ukrainian],
    ["no page was left out", allWereLookedAt],
];
