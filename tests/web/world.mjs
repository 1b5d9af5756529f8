// What the browser's tests share: an invented investigation that `cairn serve` serves, its users, and
// what they do in every test: sign in, fill in a form, save.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
export const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const CAIRN = process.env.CAIRN_BINARY ?? "build/cairn";
const REMAINS = 20;

const PICTURE =
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19i" +
    "Z2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2Nj" +
    "Y2NjY2NjY2P/wAARCAAkADADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAYFBP/EACIQAQAAAwgDAAAAAAAAAAAAAAAC" +
    "BBEBAxITFVOi0QUhUf/EABYBAQEBAAAAAAAAAAAAAAAAAAABAv/EABYRAQEBAAAAAAAAAAAAAAAAAAABEf/aAAwDAQACEQMRAD8A" +
    "5wVGryO/wi6YYkS4qNXkd/hF0y/NTdxNZORHjw4q+rbKVp9FxlgCAAAAAAAAAAAAP//Z";

// Who has which roles. The first three are the demonstration's.
export const PEOPLE = {
    "Field and laboratory": ["field", "laboratory", "examiner", "liaison"],
    "Press office": ["press"],
    Registry: ["administrator"],
    Board: ["board"],
    Olena: ["field"],
    Bohdan: ["field"],
    Marta: ["laboratory"],
    Ivan: ["examiner"],
    Nadia: ["liaison"],
    Petro: ["custodian"],
};
const GIVEN = ["Field and laboratory", "Press office", "Registry", "Board"];

export async function makeWorld() {
    const folder = mkdtempSync(join(tmpdir(), "cairn-browser-"));
    const world = new World(folder);
    try {
        world.make();
        await world.serve();
    } catch (error) {
        await world.stop();
        world.remove();
        throw error;
    }
    return world;
}

// TOTP (RFC 6238): six digits of a secret in base32, at so many seconds.
export function totp(secret, seconds) {
    const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const bits = [...secret.replace(/\s/g, "")]
        .map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
    const digest = createHmac("sha1", key).update(step).digest();
    const at = digest[19] & 15;
    return String((digest.readUInt32BE(at) & 0x7fffffff) % 1000000).padStart(6, "0");
}

class World {
    constructor(folder) {
        this.folder = folder;
        this.investigation = join(folder, "made", "example.cairn");
        this.passphrases = join(folder, "made", "passphrases.txt");
        this.secrets = {}; // of second factors, by name
        this.cookies = {}; // of sessions that are open, by name
        this.wrong = []; // what pages did that they must not
        this.contexts = [];
        this.computers = 0;
    }

    cairn(...words) {
        return execFileSync(CAIRN, words, {
            encoding: "utf8", stdio: ["ignore", "pipe", "pipe"],
            env: { ...process.env, TMPDIR: this.folder },
        });
    }

    make() {
        this.cairn("demo", "--remains", String(REMAINS), "--keep", join(this.folder, "made"));
        this.passphrase = readFileSync(this.passphrases, "utf8").trim();
        for (const [name, roles] of Object.entries(PEOPLE)) {
            if (GIVEN.includes(name)) continue;
            this.cairn("user", this.investigation, "add", name, "--roles", roles.join(","),
                "--passphrase-file", this.passphrases, "--new-passphrase-file", this.passphrases,
                "--key-cost=8");
        }
        this.bringPictures();
    }

    // A picture of 48 by 36 pixels; one with other words behind it has another SHA-256.
    picture(words) {
        return Buffer.concat([Buffer.from(PICTURE, "base64"), Buffer.from(words)]);
    }

    // Photographs that are there from the beginning.
    bringPictures() {
        const folder = join(this.folder, "brought");
        mkdirSync(folder);
        const lines = ["number\tfile\tview\tsubjects\tcaption"];
        for (const number of ["P-1", "P-2"]) {
            writeFileSync(join(folder, `${number}.jpg`), this.picture(number));
            lines.push(`${number}\t${number}.jpg\tclose\tELD-0001-B\tThe body in its place`);
        }
        writeFileSync(join(folder, "media.tsv"), lines.join("\n") + "\n");
        this.cairn("import", this.investigation, folder, "--as", "Field and laboratory",
            "--passphrase-file", this.passphrases);
    }

    async serve() {
        this.server = spawn(CAIRN, ["serve", this.investigation, "--port", "0",
            "--proxies", "127.0.0.1"], { stdio: ["ignore", "pipe", "pipe"] });
        this.log = "";
        this.server.stderr.on("data", (bytes) => (this.log += bytes));
        this.ended = new Promise((done) => this.server.on("exit", done));
        const lines = createInterface({ input: this.server.stdout });
        for await (const line of lines) {
            const found = line.match(/ is served at (\S+)$/);
            if (!found) continue;
            this.url = found[1];
            break;
        }
        assert.ok(this.url, `cairn serve said no address:\n${this.log}`);
        this.browser = await chromium.launch({
            executablePath: process.env.CAIRN_CHROMIUM,
            args: process.getuid() === 0 ? ["--no-sandbox"] : [],
        });
    }

    async stop() {
        await this.browser?.close();
        if (this.server?.exitCode === null) this.server.kill("SIGTERM");
        const status = await this.ended;
        this.browser = this.server = undefined;
        return status;
    }

    remove() {
        if (process.env.CAIRN_KEEP) return;
        rmSync(this.folder, { recursive: true, force: true });
    }

    // After the server has ended.
    verify() {
        this.cairn("verify", this.investigation);
    }

    // ---------------------------------------------------------------- pages

    // A browser of one's own. `expects` are statuses that its pages may have, beside success.
    async context(options = {}) {
        // Each is at a computer of their own, so that the limit of tries does not hold them up.
        const address = `10.1.${this.computers >> 8}.${this.computers++ & 255}`;
        const context = await this.browser.newContext({
            baseURL: this.url, locale: "en-GB", extraHTTPHeaders: { "X-Forwarded-For": address },
            ...options,
        });
        context.setDefaultTimeout(8000);
        this.contexts.push(context);
        context.on("page", (page) => this.watch(page));
        return context;
    }

    async closeContexts() {
        for (const context of this.contexts.splice(0)) await context.close();
    }

    // Nothing may fail, be refused by the content security policy, or be asked of anybody else.
    watch(page) {
        const note = (text) => this.wrong.push(`${page.url()}: ${text}`);
        page.on("console", (message) => {
            // A page that says what went wrong is no failure of the page.
            if (/status of 4\d\d/.test(message.text())) return;
            if (["error", "warning"].includes(message.type())) note(message.text());
        });
        page.on("pageerror", (error) => note(String(error)));
        page.on("request", (request) => {
            if (!request.url().startsWith(this.url + "/")) note(`asks for ${request.url()}`);
        });
        page.on("response", (response) => {
            if (response.status() >= 500) note(`${response.status()} of ${response.url()}`);
        });
    }

    checkWatched() {
        assert.deepEqual(this.wrong, []);
    }

    // ---------------------------------------------------------------- signing in

    async code(name) {
        // Each code is taken once; that of the next half minute is taken already.
        const now = Math.floor(Date.now() / 30000);
        const last = this.steps?.[name] ?? 0;
        const step = Math.max(now - 1, last + 1);
        if (step > now + 1)
            await new Promise((done) => setTimeout(done, (step - 1) * 30000 - Date.now() + 50));
        this.steps = { ...this.steps, [name]: step };
        return totp(this.secrets[name], step * 30);
    }

    // Types name, passphrase and code into the pages that are there.
    async typeIn(page, name) {
        await page.goto("/sign-in");
        await page.getByLabel("Name", { exact: true }).fill(name);
        await page.getByLabel("Passphrase").fill(this.passphrase);
        await page.getByRole("button", { name: "Sign in" }).click();
        if (!page.url().includes("/second-factor")) return;
        const secret = page.locator("code.secret");
        if (await secret.count()) this.secrets[name] = await secret.innerText();
        await page.getByLabel("Six digits").fill(await this.code(name));
        await page.getByRole("button", { name: "Go on" }).click();
    }

    // A page of somebody who is signed in: by typing it in the first time, later by the same session.
    async signIn(name, options = {}) {
        const context = await this.context(options);
        if (this.cookies[name]) await context.addCookies(this.cookies[name]);
        const page = await context.newPage();
        await page.goto("/");
        if (!page.url().includes("/sign-in")) return page;
        await this.typeIn(page, name);
        assert.equal(new URL(page.url()).pathname, "/", `${name} is signed in`);
        this.cookies[name] = await context.cookies();
        return page;
    }

    // ---------------------------------------------------------------- forms

    // Fills in the form that is there: texts into inputs, words into choices, true into boxes.
    async fill(page, values) {
        for (const [name, value] of Object.entries(values)) {
            const control = page.locator(`form.record [name="${name}"]`).first();
            const tag = await control.evaluate((element) => element.tagName);
            if (tag === "SELECT") await control.selectOption(value);
            else await control.fill(value);
        }
    }

    // Saves it, and is led to its page with the receipt; the identifier.
    async save(page) {
        await page.locator("form.record button.main").click();
        const found = page.url().match(/\/record\/(r-[a-z0-9]+)\?saved=\d+/);
        if (!found) {
            const faults = await page.locator(".fault").allInnerTexts();
            assert.fail(`not saved: ${page.url()} ${faults.join(" | ")}`);
        }
        await page.getByText("Saved and signed").waitFor();
        return found[1];
    }

    async record(page, kind, values) {
        await page.goto(`/records/${kind}/new`);
        await this.fill(page, values);
        return this.save(page);
    }
}
