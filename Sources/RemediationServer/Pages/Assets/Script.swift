/// The pages' script: they work without it. It keeps them up to date and adds keys.
enum Script {
    static let text = """
        "use strict";
        (() => {
          const main = document.getElementById("content");
          const rows = () => [...document.querySelectorAll("[data-row]")];
          let place = -1;
          const typing = () => ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement?.tagName) && document.activeElement.type !== "checkbox";
          const busy = () => typing() || main.querySelector("input[type=checkbox]:checked") || main.querySelector("details[open] form");

          const refresh = async () => {
            if (busy() || document.hidden) return;
            try {
              const answer = await fetch(location.href, { headers: { accept: "text/html" }, credentials: "same-origin" });
              if (!answer.ok || busy()) return;
              const page = new DOMParser().parseFromString(await answer.text(), "text/html");
              const fresh = page.getElementById("content");
              if (fresh) { main.replaceChildren(...fresh.childNodes); mark(place); tick(); }
            } catch { /* The next event tries again. */ }
          };
          if (document.body.dataset.live !== undefined && "EventSource" in window) {
            const source = new EventSource("/events");
            let first = true;
            let timer;
            source.addEventListener("change", () => {
              if (first) { first = false; return; }
              clearTimeout(timer);
              timer = setTimeout(refresh, 400);
            });
          }

          const mark = (index) => {
            const all = rows();
            place = Math.min(Math.max(index, -1), all.length - 1);
            all.forEach((row, number) => row.classList.toggle("current", number === place));
            all[place]?.scrollIntoView({ block: "nearest" });
          };
          const box = () => rows()[place]?.querySelector("input[type=checkbox]");
          const tick = () => {
            const all = document.querySelector("[data-all]");
            if (!all) return;
            all.hidden = false;
            const input = all.querySelector("input");
            input.onchange = () => main.querySelectorAll("input[name=recommendation]").forEach((one) => { one.checked = input.checked; });
          };
          const goes = { h: "/overview", q: "/", i: "/incidents", d: "/deliveries", a: "/audit", p: "/policy", r: "/rules", m: "/model" };
          let prefix = false;
          document.addEventListener("keydown", (event) => {
            if (event.ctrlKey || event.metaKey || event.altKey) return;
            if (event.key === "Escape") { document.activeElement?.blur(); mark(-1); return; }
            if (typing()) return;
            if (prefix) { prefix = false; if (goes[event.key]) location.href = goes[event.key]; return; }
            switch (event.key) {
              case "g": prefix = true; setTimeout(() => { prefix = false; }, 1500); break;
              case "j": mark(place + 1); break;
              case "k": mark(Math.max(place - 1, 0)); break;
              case "o": case "Enter": if (event.key === "o" || document.activeElement === document.body) rows()[place]?.querySelector("a")?.click(); break;
              case "x": if (box()) box().checked = !box().checked; break;
              case "/": { const field = document.querySelector("form[role=search] input, form[role=search] select"); if (field) { event.preventDefault(); field.focus(); } break; }
              case "?": { const keys = document.getElementById("keys"); if (keys) { keys.open = !keys.open; keys.scrollIntoView({ block: "nearest" }); } break; }
            }
          });
          const keys = document.getElementById("keys");
          if (keys) keys.hidden = false;
          tick();
        })();
        """
}
