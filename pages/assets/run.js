/* The page of a run looks again by itself: what is said of it comes anew each second, and when the
   run is at its end the page is loaded once more. */
"use strict";

(function () {
    var pause = 1000;

    function put(from, id) {
        var own = document.getElementById(id);
        var other = from.getElementById(id);
        if (own && other && own.innerHTML !== other.innerHTML)
            own.replaceWith(document.importNode(other, true));
    }

    function look() {
        fetch(location.href, {credentials: "same-origin"})
            .then(function (answer) { return answer.text(); })
            .then(function (text) {
                var page = new DOMParser().parseFromString(text, "text/html");
                if (!page.getElementById("run-steps")) {
                    location.reload();
                    return;
                }
                put(page, "run-words");
                put(page, "run-began");
                put(page, "run-steps");
                setTimeout(look, pause);
            })
            .catch(function () { setTimeout(look, 5 * pause); });
    }

    setTimeout(look, pause);
})();
