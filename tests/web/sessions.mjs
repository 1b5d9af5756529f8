// Signing in and out, and sessions that have ended.
import assert from "node:assert/strict";

async function fresh(world, name, options) {
    const page = await (await world.context(options)).newPage();
    await world.typeIn(page, name);
    assert.equal(new URL(page.url()).pathname, "/");
    return page;
}

async function leadsOn(world) {
    const page = await (await world.context()).newPage();
    await page.goto("/records/site");
    assert.match(page.url(), /\/sign-in\?next=/);
    await page.getByLabel("Name", { exact: true }).fill("Ivan");
    await page.getByLabel("Passphrase").fill(world.passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/records/site");
}

async function signsOut(world) {
    const page = await fresh(world, "Ivan");
    await page.goto("/records/remains");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL("**/sign-in");
    // Nothing that was on the screen comes back.
    await page.goBack();
    await page.waitForLoadState();
    assert.match(page.url(), /\/sign-in/);
    assert.equal((await page.goto("/records/remains")).url(), page.url());
    assert.match(page.url(), /\/sign-in/);
}

// Two of one's own: one ends the other.
async function endsAnother(world) {
    const here = await fresh(world, "Ivan"), there = await fresh(world, "Ivan");
    await there.goto("/records/finding/new");
    await there.locator('[name="description"]').fill("half written");
    await here.goto("/account");
    await here.getByRole("button", { name: "End all others" }).click();
    await there.locator("form.record button.main").click();
    assert.match(there.url(), /\/sign-in|\/records\/finding\/new/);
    assert.ok(!(await there.content()).includes("Saved and signed"));
    await here.goto("/records");
    assert.equal(new URL(here.url()).pathname, "/records");
}

async function secondFactor(world) {
    const page = await (await world.context()).newPage();
    await page.goto("/sign-in");
    await page.getByLabel("Name", { exact: true }).fill("Nadia");
    await page.getByLabel("Passphrase").fill(world.passphrase);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/second-factor**");
    // Half signed in is not signed in.
    for (const path of ["/", "/records/person", "/find?q=a", "/account"]) {
        const answer = await page.goto(path);
        assert.ok(answer.status() === 403 || /sign-in|second-factor/.test(page.url()), path);
    }
    await page.goto("/second-factor");
    await page.getByLabel("Six digits").fill("000000");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("That is not the code of now").waitFor();
}

async function language(world) {
    const page = await fresh(world, "Olena");
    await page.goto("/records");
    await page.getByRole("button", { name: "Українська" }).click();
    assert.equal(new URL(page.url()).pathname, "/records");
    assert.equal(await page.locator("html").getAttribute("lang"), "uk");
    await page.goto("/find");
    assert.equal(await page.locator("html").getAttribute("lang"), "uk");
    await page.getByRole("button", { name: "English" }).click();
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
}

export const tests = [
    ["signing in leads to where one wanted to go", leadsOn],
    ["who signed out sees nothing more, also by going back", signsOut],
    ["one session ends the others", endsAnother],
    ["without the second factor nobody comes in", secondFactor],
    ["the reader chooses the language", language],
];
