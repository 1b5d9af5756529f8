/* Photographs and scans are sent one by one, each with its progress, so that a line that breaks costs
   one file. Files can be dropped; those that wait stay until they are sent or left out. Each file has
   a sending of its own ("once"), so that none is taken twice. */
"use strict";

(function () {
    var AT_ONCE = 2, PAUSE = 2000, TRIES = 30;
    var form = document.getElementById("adding");
    var chosen = document.getElementById("files");
    var list = document.getElementById("sent");
    var waiting = [], running = 0;

    function add(tag, to, text) {
        var element = document.createElement(tag);
        if (text) element.textContent = text;
        return to.appendChild(element);
    }

    function random() {
        var bytes = crypto.getRandomValues(new Uint8Array(16));
        return Array.from(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
    }

    /* ---------------------------------------------------------------- the list */

    function say(one, text, wrong) {
        one.state.textContent = text;
        one.state.className = wrong ? "fault" : "remark";
    }

    function queue(one) {
        one.leave.hidden = false;
        one.bar.hidden = true;
        waiting.push(one);
    }

    function leave(one) {
        waiting = waiting.filter(function (other) { return other !== one; });
        one.item.remove();
    }

    function take(files) {
        Array.from(files).forEach(function (file) {
            var one = {file: file, once: random(), tries: 0, item: add("li", list)};
            var words = add("div", one.item), line = add("p", words);
            add("strong", line, file.name).dir = "auto";
            line.append(" ");
            one.state = add("span", line);
            line.append(" ");
            one.leave = add("button", line, list.dataset.leave);
            one.leave.type = "button";
            one.leave.className = "plain";
            one.leave.addEventListener("click", function () { leave(one); });
            one.bar = add("progress", words);
            one.bar.setAttribute("aria-label", file.name);
            one.item.className = "waits";
            say(one, list.dataset.waiting);
            queue(one);
        });
    }

    /* ---------------------------------------------------------------- sending */

    function body(one) {
        var data = new FormData(form);
        data.delete("files");
        data.set("once", one.once);
        data.append("files", one.file, one.file.name);
        return data;
    }

    /* What holds for all of them is not right: nothing more is sent before it is. */
    function stop(one, page) {
        waiting.unshift(one);
        one.leave.hidden = false;
        waiting.forEach(function (other) { other.bar.hidden = true; say(other, list.dataset.waiting); });
        document.getElementById("batch").replaceWith(document.importNode(page.getElementById("batch"), true));
        var wrong = document.querySelector("#batch .wrong input, #batch .wrong select");
        stopped = true;
        if (wrong) wrong.focus();
    }

    function take_answer(one, request) {
        var page = new DOMParser().parseFromString(request.responseText, "text/html");
        var shown = page.querySelector("#sent > li");
        var title = page.querySelector("h1"), reason = page.querySelector("h1 + p");
        var why = reason && !reason.querySelector("a") ? reason : title;
        /* What was refused is not overlooked among the others. */
        if (shown && shown.className === "refused") list.prepend(document.importNode(shown, true));
        if (shown && shown.className === "refused") one.item.remove();
        else if (shown) one.item.replaceWith(document.importNode(shown, true));
        else if (page.querySelector("#batch .fault")) stop(one, page);
        else {
            /* What is wrong with this one would be with the next. */
            say(one, why ? why.textContent : String(request.status), true);
            queue(one);
            stopped = true;
        }
    }

    function send(one) {
        var request = new XMLHttpRequest();
        running++;
        one.leave.hidden = true;
        one.bar.hidden = false;
        say(one, list.dataset.sending);
        request.upload.addEventListener("progress", function (event) {
            if (!event.lengthComputable) return;
            one.bar.max = event.total;
            one.bar.value = event.loaded;
        });
        request.addEventListener("loadend", function () {
            running--;
            if (!request.status) {
                say(one, list.dataset.lost, true);
                queue(one);
                stopped = true;
            } else if ((request.status === 429 || request.status === 503) && one.tries++ < TRIES) {
                say(one, list.dataset.later);
                running++;
                setTimeout(function () { running--; send(one); }, PAUSE);
            } else take_answer(one, request);
            next();
        });
        request.open("POST", form.action);
        request.send(body(one));
    }

    var stopped = true;

    /* Who has signed in again since the page was loaded has another token. */
    function start() {
        stopped = false;
        fetch(form.action, {credentials: "same-origin"})
            .then(function (answer) { return answer.text(); })
            .then(function (text) {
                var page = new DOMParser().parseFromString(text, "text/html");
                var token = page.querySelector("#adding [name=csrf]");
                if (token) form.elements.csrf.value = token.value;
            })
            .catch(function () { /* that it cannot be reached is said of each file */ })
            .then(next);
    }

    function next() {
        while (!stopped && running < AT_ONCE && waiting.length) send(waiting.shift());
    }

    /* ---------------------------------------------------------------- choosing */

    chosen.addEventListener("change", function () {
        take(chosen.files);
        chosen.value = "";
    });

    form.addEventListener("submit", function (event) {
        if (!waiting.length) return;
        event.preventDefault();
        document.querySelectorAll("#batch .fault").forEach(function (fault) { fault.remove(); });
        document.querySelectorAll("#batch .wrong").forEach(function (field) { field.className = ""; });
        start();
    });

    /* What was chosen stands in the list, and not in the field any more. */
    form.classList.add("listing");
    form.querySelector(".drop").hidden = false;
    ["dragover", "dragleave", "drop"].forEach(function (what) {
        document.addEventListener(what, function (event) {
            var files = event.dataTransfer && Array.from(event.dataTransfer.types).indexOf("Files") >= 0;
            if (!files) return;
            event.preventDefault();
            form.classList.toggle("over", what === "dragover");
            if (what === "drop") take(event.dataTransfer.files);
        });
    });

    window.addEventListener("beforeunload", function (event) {
        if (running || waiting.length) event.preventDefault();
    });
})();
