// Finding, lists and files of them.
import assert from "node:assert/strict";

async function find(world) {
    const page = await world.signIn("Field and laboratory");
    await world.record(page, "remains", { code: "FND-0001-B", marker: "Хрест Григорія" });
    // From the box at the top, across scripts, cases and accents.
    for (const words of ["Григорія", "григорія хрест", "Hryhoriia", "fnd-0001-b"]) {
        await page.getByLabel("Find").first().fill(words);
        await page.keyboard.press("Enter");
        await page.waitForURL("**/find?**");
        await page.locator(".hits").getByRole("link", { name: "FND-0001-B" }).waitFor();
    }
    await page.goto("/code/fnd-0001-b");
    assert.match(page.url(), /\/record\/r-|\/find\?q=/);
}

async function lists(world) {
    const page = await world.signIn("Field and laboratory");
    await page.goto("/records/remains");
    const codes = async () => page.locator("tbody th a").allInnerTexts();
    const up = await codes();
    assert.deepEqual(up, [...up].sort());
    await page.getByRole("columnheader", { name: "Remains" }).getByRole("link").click();
    assert.deepEqual(await codes(), [...up].reverse());
    await page.getByText("Show only some").click();
    await page.locator(".filters").getByRole("link", { name: "examined", exact: true }).first().click();
    assert.ok((await codes()).length < up.length);
    await page.getByRole("link", { name: "show all" }).click();
    assert.equal((await codes()).length, up.length);
    const csv = await (await page.context().request.get("/records/remains/all?as=csv")).text();
    const json = await (await page.context().request.get("/records/remains/all?as=json")).json();
    assert.equal(json.length, up.length);
    for (const code of up) assert.ok(csv.includes(code));
}

export const tests = [
    ["words are found across scripts", find],
    ["lists are sorted and narrowed, and given as files", lists],
];
