// Photographs that are dropped onto their page: each waits, is left out or sent, and none is lost when
// the session ends in between.
import assert from "node:assert/strict";

async function drop(page, files) {
    const dropped = await page.evaluateHandle((files) => {
        const transfer = new DataTransfer();
        for (const [name, bytes] of files)
            transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
        return transfer;
    }, files);
    await page.dispatchEvent("#adding", "drop", { dataTransfer: dropped });
}

async function dropped(world) {
    const page = await world.signIn("Olena");
    await page.goto("/media/new");
    await drop(page, ["one", "two", "three"].map((name) => [`${name}.jpg`, [...world.picture(name)]]));
    const waiting = page.locator("#sent > .waits");
    assert.equal(await waiting.count(), 3);
    await waiting.filter({ hasText: "two.jpg" }).getByRole("button").click();
    assert.equal(await waiting.count(), 2);
    await world.fill(page, { camera_error: "late" });
    await page.getByLabel("What the pictures are called").selectOption("files");
    const send = page.getByRole("button", { name: "Add and sign" });
    await send.click();
    await page.locator("#batch .wrong").waitFor();
    assert.equal(await waiting.count(), 2);
    await world.fill(page, { camera_error: "-3" });

    // The session ends, and begins again in another window.
    const context = page.context(), cookies = await context.cookies();
    await context.clearCookies();
    await send.click();
    await page.getByText("You are not signed in any more").first().waitFor();
    assert.equal(await waiting.count(), 2);
    await context.addCookies(cookies);
    await send.click();
    for (const name of ["one", "three"])
        await page.locator("#sent").getByRole("link", { name, exact: true }).waitFor();
    await page.goto("/media");
    await page.locator(".pictures").getByText("three", { exact: true }).waitFor();
    assert.equal(await page.locator(".pictures").getByText("two", { exact: true }).count(), 0);
}

export const tests = [["photographs are dropped, left out, and sent once the session is there", dropped]];
