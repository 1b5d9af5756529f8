// A case by those who work on it, step by step, with scripts and without. A step is a line in STEPS:
// who does it, what it is, and what it does with what the steps before it have made (`made`).
import assert from "node:assert/strict";

// The specimen of ICAO 9303.
const ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";

// A decision of a pair is signed with the passphrase again.
async function decide(world, page, pair, verb, values) {
    await page.goto(`${pair}/${verb}`);
    for (const [name, value] of Object.entries(values)) {
        const control = page.locator(`form.record [name="${name}"]`);
        if (await control.count()) await control.first().fill(value);
    }
    await page.locator('form.record [type="password"]').fill(world.passphrase);
    await page.locator("form.record button.main").click();
    const faults = await page.locator(".fault").allInnerTexts();
    assert.deepEqual(faults, [], `${verb} ${pair}`);
    await page.getByText("Signed and recorded").waitFor();
}

// The first of two signatures; the one who is to sign too finds it under Custody.
async function offer(world, page, kind, to, values) {
    await page.goto(`/custody/new/${kind}`);
    await world.fill(page, values);
    await page.locator('[name="record.with"]').selectOption({ label: to });
    for (let turn = 0; turn < (kind === "handover" ? 2 : 1); turn++) {
        // What goes back to a family comes back once, with what the record says of it.
        if (turn) await page.getByRole("heading", { name: "What the record says" }).waitFor();
        await page.locator('[name="record.passphrase"]').fill(world.passphrase);
        await page.locator("form.record button.main").click();
        assert.deepEqual(await page.locator(".fault").allInnerTexts(), []);
    }
    await page.getByText(`not in the record before ${to} signs it too`).waitFor();
}

async function signToo(world, page, number) {
    await page.goto("/custody");
    await page.getByRole("link", { name: new RegExp(number) }).first().click();
    await page.locator('[name="passphrase"]').fill(world.passphrase);
    await page.getByRole("button", { name: "Sign it too" }).click();
    await page.getByText("Saved and signed").waitFor();
}

// made.code is three letters of the case's own; each step adds the identifiers of its records.
const STEPS = [
    ["Olena", "a site is recorded", async (world, page, made) => {
        made.site = await world.record(page, "site", {
            code: made.code, name: "Ліс під містом", kind: "primary_grave", notes: "Told by neighbours",
        });
    }],
    ["Olena", "a grave is added from the page of its site", async (world, page, made) => {
        await page.goto(`/record/${made.site}`);
        await page.getByText("Add something about it").click();
        await page.locator(".additions").getByRole("link", { name: "Grave", exact: true }).click();
        assert.equal(await page.locator('[name="site"]').inputValue(), made.code);
        await world.fill(page, { code: `${made.code}-G001`, kind: "single_burial" });
        made.grave = await world.save(page);
    }],
    ["Olena", "remains are lifted", async (world, page, made) => {
        made.remains = await world.record(page, "remains", {
            code: `${made.code}-0001-B`, kind: "body", status: "lifted", grave: `${made.code}-G001`,
            site: made.code, found: "2022-09-16", marker: "cross 17", "restraint.0.site": "wrists",
            "restraint.0.material": "rope", "points.0.at": "skull", "points.0.east": "1200",
            "points.0.north": "300", "stature.none": "not_examined",
        });
        await page.getByText("cross 17").first().waitFor();
    }],
    ["Olena", "photographs are added from the page of what they show", async (world, page, made) => {
        await page.goto(`/record/${made.remains}`);
        await page.getByRole("link", { name: "Add photographs and scans" }).click();
        assert.equal(await page.locator('[name="subjects"]').inputValue(), `${made.code}-0001-B`);
        await page.locator("#files").setInputFiles([
            ...["1", "2"].map((number) => ({
                name: `${made.code}_${number}.jpg`, mimeType: "image/jpeg",
                buffer: world.picture(made.code + number),
            })),
            { name: "cut.jpg", mimeType: "image/jpeg", buffer: world.picture("").subarray(0, 200) },
        ]);
        await world.fill(page, { view: "close", zone: "180" });
        await page.getByLabel("What the pictures are called").selectOption("files");
        await page.getByRole("button", { name: "Add and sign" }).click();
        await page.getByText("cut.jpg was refused").waitFor();
        for (const number of ["1", "2"])
            await page.getByRole("link", { name: `${made.code}_${number}`, exact: true }).waitFor();
        assert.equal(await page.locator("#sent > .added").count(), 2);
        await page.goto(`/record/${made.remains}`);
        const widths = await page.locator(".pictures img").evaluateAll((pictures) =>
            Promise.all(pictures.map(async (picture) => {
                picture.loading = "eager";
                await picture.decode();
                return picture.naturalWidth;
            })));
        assert.deepEqual(widths, [48, 48]);
    }],
    ["Olena", "a belonging and a sample are taken", async (world, page, made) => {
        made.ring = await world.record(page, "belonging", {
            code: `${made.code}-0001-P01`, class: "jewellery", remains: `${made.code}-0001-B`,
        });
        made.sample = await world.record(page, "sample", {
            sample: `LB${made.code}1`, subject: `${made.code}-0001-B`, kind: "bone",
        });
    }],
    ["Marta", "the laboratory receives the sample", async (world, page, made) => {
        await page.goto(`/record/${made.sample}`);
        await page.getByRole("link", { name: "Change" }).click();
        await world.fill(page, { received: "2022-10-01", condition: "seal whole", reason: "arrived" });
        await world.save(page);
        await page.getByText("Why: arrived").waitFor();
    }],
    ["Ivan", "the examiner records what is seen", async (world, page, made) => {
        await page.goto(`/code/${made.code}-0001-B`);
        assert.match(page.url(), new RegExp(`/record/${made.remains}`));
        made.finding = await world.record(page, "finding", {
            number: `${made.code}-1`, remains: `${made.code}-0001-B`, class: "trauma",
        });
        await page.goto(`/record/${made.remains}`);
        await page.locator(".related").getByRole("link", { name: `${made.code}-1` }).waitFor();
    }],
    ["Nadia", "a family tells whom it misses", async (world, page, made) => {
        made.person = await world.record(page, "person", {
            id: `F9${made.number}-01`, family: `F9${made.number}`, role: "missing", sex: "F",
            "names.0.name": "Вигадана Ганна", "names.0.kind": "full", born: "1961~",
        });
        await page.getByText("Вигадана Ганна").first().waitFor();
    }],
    ["Nadia", "a donor comes into the family, and consents", async (world, page, made) => {
        const family = `F9${made.number}`;
        await page.goto(`/families/${family}`);
        await page.locator("details:has(form.short) > summary").click();
        await page.locator('[name="relation"]').selectOption("father");
        await page.locator('form.short [name="name"]').fill("Вигаданий Гнат");
        await page.locator('form.short [name="role"]').selectOption("reference");
        await page.locator("form.short button.main").click();
        await page.getByText("Вигаданий Гнат").first().waitFor();
        await world.record(page, "consent", {
            person: `${family}-02`, scope: "identify", decision: "given", decided_on: "2022-11-02",
        });
        await page.goto(`/families/${family}`);
        await page.locator("svg").first().waitFor();
    }],
    ["Olena", "a document is a lead", async (world, page, made) => {
        await page.goto("/documents");
        await page.locator('[name="zone"]').fill(ZONE);
        await page.getByRole("button", { name: "Read them" }).click();
        await page.getByText("ERIKSSON").first().waitFor();
        made.document = await world.record(page, "document", {
            code: `${made.code}-0001-D01`, class: "passport", remains: `${made.code}-0001-B`, mrz: ZONE,
        });
    }],
    ["Olena", "the field team does not see families", async (world, page, made) => {
        const answer = await page.goto(`/record/${made.person}`);
        assert.equal(answer.status(), 403);
        assert.ok(!(await page.content()).includes("Вигадана"));
    }],
    ["Board", "a confirmation is revoked", async (world, page, made) => {
        await page.goto("/identify/decisions?state=confirmed");
        made.pair = await page.locator("tbody tr th a").first().getAttribute("href");
        await decide(world, page, made.pair, "revoke", { reasons: "samples were exchanged" });
    }],
    ["Marta", "a run is begun, seen to move, and recorded", async (world, page, made) => {
        await page.goto("/identify");
        const total = page.locator('[name="missing_total"]');
        if (!await total.inputValue()) await total.fill("60");
        await page.getByRole("button", { name: "Start the run" }).click();
        await page.waitForURL("**/identify/run");
        const result = page.getByRole("link", { name: "Its result" });
        for (let tries = 0; !await result.count() && tries < 300; tries++) {
            await page.waitForTimeout(200);
            if (!made.scripts) await page.reload();
        }
        await result.click();
        await page.locator("svg").first().waitFor();
        made.comparison = new URL(page.url()).pathname;
        made.pair = made.comparison + made.pair.match(/(\/[^/]+\/[^/]+)$/)[1];
    }],
    ["Marta", "it is proposed with what does not fit", async (world, page, made) =>
        decide(world, page, made.pair, "propose", { discrepancies: "None by DNA.", reason: "a new run" })],
    ["Marta", "who proposes does not decide", async (world, page, made) => {
        assert.equal((await page.goto(`${made.pair}/confirm`)).status(), 403);
    }],
    ["Board", "somebody else confirms", async (world, page, made) => {
        await page.goto(made.pair);
        await decide(world, page, made.pair, "confirm", { discrepancies: "None." });
        await page.goto("/identify/decisions?state=confirmed");
        await page.locator(`a[href$="${made.pair.match(/(\/[^/]+\/[^/]+)$/)[1]}"]`).first().waitFor();
    }],
    ["Olena", "the body leaves the forest: who gives it signs first", (world, page, made) =>
        offer(world, page, "custody", "Petro", {
            number: `${made.code}-C1`, event: "collect", items: `${made.code}-0001-B`, place: "Mortuary",
        })],
    ["Petro", "who receives it signs too", async (world, page, made) => {
        await signToo(world, page, `${made.code}-C1`);
        await page.goto(`/custody/of/${made.remains}`);
        await page.getByText("held by Petro").first().waitFor();
    }],
    ["Nadia", "the liaison, who knows the family, begins to give the body back", (world, page, made) =>
        offer(world, page, "handover", "Petro", {
            number: `${made.code}-H1`, person: `F9${made.number}-01`, remains: `${made.code}-0001-B`,
            recipient: "Her father", inventory: "All that is there was shown",
            explanation: "Recognised by her father, before there was a comparison.",
        })],
    ["Petro", "who has the body signs the handover too", async (world, page, made) => {
        await signToo(world, page, `${made.code}-H1`);
        await page.goto(`/custody/of/${made.remains}`);
        await page.getByText(`${made.code}-H1`).first().waitFor();
    }],
    ["Marta", "what is to be stored waits for a second signature", (world, page, made) =>
        offer(world, page, "custody", "Petro", {
            number: `${made.code}-C2`, event: "break", items: `LB${made.code}1`,
            explanation: "Nobody wrote down how it came to the laboratory.",
        })],
    ["Ivan", "figures lead to the lists behind them", async (world, page, made) => {
        await page.goto("/figures/hands_bound");
        await page.goto("/figures");
        const number = page.locator('a[href^="/figures/"][href*="/yes"]').first();
        const count = Number((await number.innerText()).match(/\d+/)[0]);
        await number.click();
        assert.equal(await page.locator("tbody tr, .items > li").count(), Math.min(count, 50));
    }],
];

async function walk(world, options, made) {
    for (const [who, what, step] of STEPS) {
        const begun = Date.now();
        const page = await world.signIn(who, options);
        try {
            await step(world, page, made);
        } catch (error) {
            console.error(`${who}: ${what}: ${page.url()}`);
            throw error;
        }
        if (process.env.CAIRN_TIMES) console.error(`  ${Date.now() - begun} ms: ${what}`);
    }
}

export const tests = [
    ["a case from site to handover, by seven people", (world) =>
        walk(world, {}, { code: "QWE", number: "01", scripts: true })],
    ["the same without scripts", (world) =>
        walk(world, { javaScriptEnabled: false }, { code: "QNS", number: "02" })],
];
