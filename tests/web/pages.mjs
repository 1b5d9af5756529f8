// Every page as each role has it: valid HTML, readable for everybody, no broader than a telephone, in
// light and dark.
import assert from "node:assert/strict";
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

// What can be seen only in a browser.
async function checkLooks(page, where) {
    await page.evaluate(AXE);
    await page.emulateMedia({ colorScheme: "light" });
    assert.deepEqual(await axe(page), [], `${where}, light`);
    await page.emulateMedia({ colorScheme: "dark" });
    assert.deepEqual(await axe(page), [], `${where}, dark`);
    const size = page.viewportSize();
    await page.setViewportSize({ width: 360, height: 740 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${where} is ${width} pixels wide on a telephone: ${await broadest(page)}`);
    await page.setViewportSize(size);
    if (process.env.CAIRN_PICTURES) await picture(page, where);
}

function broadest(page) {
    return page.evaluate(() => [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > 361 && !element.closest(".wide"))
        .slice(0, 3).map((element) => element.outerHTML.slice(0, 150)).join("\n"));
}

let pictures = 0;

async function picture(page, where) {
    const name = `${process.env.CAIRN_PICTURES}/${String(++pictures).padStart(2, "0")}` +
        where.replace(/[^a-z]+/gi, "-").slice(0, 40);
    for (const [what, width, scheme] of [["wide", 1200, "light"], ["telephone", 360, "dark"]]) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        await page.screenshot({ path: `${name}-${what}.png`, fullPage: true });
    }
    await page.setViewportSize({ width: 1280, height: 720 });
}

// Addresses that are pages of the same sort: each sort is looked at once.
function sortOf(path) {
    return path.replace(/\?.*/, "").replace(/^\/records\/[a-z]+$/, "/records/K").replace(/\/record\/r-[a-z0-9]+/, "/record/R")
        .replace(/\/entry\/\d+/, "/entry/N").replace(/^\/custody\/of\/r-[a-z0-9]+/, "/custody/of/R")
        .replace(/^\/figures\/[a-z_]+/, "/figures/F").replace(/^(\/figures\/F)\/[a-z_]+/, "$1/A");
}

// Of a record's page the sort is its kind.
function kindOf(text) {
    return text.match(/<p class="path"><a href="\/records\/([a-z]+)"/)?.[1] ?? "";
}

// Follows all links from the beginning, and looks at one page of each sort, and at one of each kind of
// record. `seen` are sorts that somebody else has had before a browser.
async function crawl(world, name, seen) {
    const page = await world.signIn(name);
    const fetch = page.context().request;
    const waiting = ["/", "/account", "/find?q=lifted", "/find?q=nothing+has+this"], known = new Set(waiting);
    const records = {};
    while (waiting.length) {
        const path = waiting.shift();
        if (/\/all\?as=|^\/media\/[^/]+\/(large|original)$/.test(path)) continue;
        const answer = await fetch.get(path);
        const text = await answer.text();
        assert.equal(answer.status(), 200, `${name}: ${path}`);
        const sort = `${sortOf(path)} ${kindOf(text)}`;
        records[sort] = (records[sort] ?? 0) + 1;
        if (records[sort] > 1) continue;
        await checkHtml(text, `${name}: ${path}`);
        if (!seen.has(sort)) {
            seen.add(sort);
            await page.goto(path);
            await checkLooks(page, `${name}: ${path}`);
        }
        for (const [, link] of text.matchAll(/href="(\/[^"#]*)"/g)) {
            const next = link.replaceAll("&amp;", "&");
            if (next.startsWith("/assets/") || known.has(next)) continue;
            known.add(next);
            // Of each list a few of its many records.
            if (/^\/(record\/r-[a-z0-9]+|entry\/\d+)$/.test(next) && (records[`${sort} links`] ?? 0) > 3) continue;
            if (/^\/(record|entry)\//.test(next)) records[`${sort} links`] = (records[`${sort} links`] ?? 0) + 1;
            waiting.push(next);
        }
    }
}

// Pages that say no.
async function refusals(world) {
    const page = await world.signIn("Olena");
    for (const [path, status] of [["/records/person", 403], ["/records/nothing", 404], ["/nowhere", 404],
        ["/record/r-aaaaaaaaaaaaaaaaaaaaaaaaaa", 404], ["/entry/99999999", 404], ["/records/site?sort=no", 404]]) {
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

const seen = new Set();
export const tests = [
    ["the pages before one is signed in", doors],
    ["pages that say no", refusals],
    ...Object.keys(PEOPLE).filter((name) => !["Bohdan"].includes(name))
        .map((name) => [`every page that ${name} has`, (world) => crawl(world, name, seen)]),
];
