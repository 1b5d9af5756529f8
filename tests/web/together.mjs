// Two people at once.
import assert from "node:assert/strict";

async function begin(world, code) {
    const olena = await world.signIn("Olena"), bohdan = await world.signIn("Bohdan");
    const rec = await world.record(olena, "remains", { code, kind: "body", marker: "cross 17" });
    await olena.goto(`/record/${rec}/edit`);
    await bohdan.goto(`/record/${rec}/edit`);
    return { olena, bohdan, rec };
}

async function differentFields(world) {
    const { olena, bohdan, rec } = await begin(world, "TGT-0001-B");
    await world.fill(olena, { found: "2022-09-16", reason: "the book" });
    await world.save(olena);
    await world.fill(bohdan, { notes: "Beneath the roots", reason: "seen" });
    await bohdan.locator("form.record button.main").click();
    await bohdan.getByText("Olena has changed this record since you opened it").waitFor();
    assert.equal(await bohdan.locator('[name="notes"]').inputValue(), "Beneath the roots");
    assert.equal(await bohdan.locator('[name="found"]').inputValue(), "2022-09-16");
    assert.equal(await bohdan.locator('[name="reason"]').inputValue(), "seen");
    assert.equal(await world.save(bohdan), rec);
    // Each sees what the other did.
    await olena.goto(`/record/${rec}`);
    await olena.getByText("Beneath the roots").first().waitFor();
    assert.match(await olena.locator(".history").innerText(), /Bohdan[^]*Why: seen[^]*Olena[^]*Why: the book/);
}

async function sameField(world) {
    const { olena, bohdan, rec } = await begin(world, "TGT-0002-B");
    await world.fill(olena, { marker: "cross 71", reason: "exchanged" });
    await world.save(olena);
    await world.fill(bohdan, { marker: "cross 11", reason: "read again" });
    await bohdan.locator("form.record button.main").click();
    await bohdan.getByText("Both of you changed this").waitFor();
    await bohdan.getByText("Meanwhile it says: cross 71").waitFor();
    assert.equal(await bohdan.locator('[name="marker"]').inputValue(), "cross 11");
    await world.save(bohdan);
    await olena.goto(`/record/${rec}`);
    const history = await olena.locator(".history").innerText();
    assert.match(history, /cross 71[^]*cross 11/);
}

// Pressing twice does it once; who goes back finds an empty form, and the number is given.
async function twice(world) {
    const page = await world.signIn("Olena");
    const values = { code: "TGT-0003-B", marker: "once" };
    await page.goto("/records/remains/new");
    await world.fill(page, values);
    await page.locator("form.record button.main").dblclick();
    await page.getByText("Saved and signed").waitFor();
    await page.goBack();
    await world.fill(page, values);
    await page.locator("form.record button.main").click();
    await page.locator("form.record .fault").first().waitFor();
    await page.goto("/find?q=TGT-0003-B");
    await page.getByText("1 record").waitFor();
}

async function moreLines(world) {
    const page = await world.signIn("Olena");
    await page.goto("/records/remains/new");
    await world.fill(page, { code: "TGT-0004-B", "points.0.at": "skull" });
    const before = await page.locator('[name$=".at"]').count();
    await page.locator('button[value="points"]').click();
    assert.ok((await page.locator('[name$=".at"]').count()) > before);
    await world.fill(page, { "points.0.east": "1", "points.0.north": "2", "points.5.at": "foot",
        "points.5.east": "3", "points.5.north": "4" });
    await world.save(page);
    await page.getByRole("cell", { name: "foot" }).waitFor();
}

export const tests = [
    ["two who change different fields lose nothing", differentFields],
    ["two who change the same field are both shown", sameField],
    ["what is sent twice is done once", twice],
    ["more lines keep what was typed", moreLines],
];
