// A case by those who work on it, step by step, with scripts and without. A step is a line in STEPS:
// who does it, what it is, and what it does with what the steps before it have made (`made`).
import assert from "node:assert/strict";

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
    ["Olena", "the field team does not see families", async (world, page, made) => {
        const answer = await page.goto(`/record/${made.person}`);
        assert.equal(answer.status(), 403);
        assert.ok(!(await page.content()).includes("Вигадана"));
    }],
];

async function walk(world, options, made) {
    for (const [who, , step] of STEPS) {
        const page = await world.signIn(who, options);
        await step(world, page, made);
    }
}

export const tests = [
    ["a case from site to finding, by five people", (world) =>
        walk(world, {}, { code: "QWE", number: "01" })],
    ["the same without scripts", (world) =>
        walk(world, { javaScriptEnabled: false }, { code: "QNS", number: "02" })],
];
