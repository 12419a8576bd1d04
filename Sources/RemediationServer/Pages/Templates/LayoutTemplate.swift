extension Templates {
    /// What every page has around its content.
    static let layout = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{{page.title}} · Mulligan</title>
        <link rel="stylesheet" href="/assets/style.css">
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
        <script src="/assets/live.js" defer></script>
        </head>
        <body{{#page.isLive}} data-live{{/page.isLive}}>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
        <div class="wide">
        <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="24" height="24">Mulligan</a>
        <nav aria-label="Pages">
        {{#page.navigation}}<a href="{{href}}"{{#current}} aria-current="page"{{/current}}>{{label}}</a>
        {{/page.navigation}}
        <a href="/openapi.yaml">API</a>
        </nav>
        {{#page.signedInAs}}<form class="who" method="post" action="/sign-out"><input type="hidden" name="csrf" value="{{page.csrf}}"><span>{{page.signedInAs}}</span> <button type="submit">Sign out</button></form>{{/page.signedInAs}}
        </div>
        </header>
        <main id="content" class="wide">
        {{#page.flash}}<p class="flash {{kind}}" role="status">{{text}}</p>{{/page.flash}}
        {{$content}}{{/content}}
        </main>
        <details id="keys" class="wide keys" hidden><summary>Keys</summary><dl class="facts"><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>next and previous row</dd><dt><kbd>o</kbd></dt><dd>open it</dd><dt><kbd>x</kbd></dt><dd>tick it</dd><dt><kbd>/</kbd></dt><dd>filter</dd><dt><kbd>g</kbd> and <kbd>h</kbd> <kbd>q</kbd> <kbd>i</kbd> <kbd>d</kbd> <kbd>a</kbd> <kbd>p</kbd> <kbd>r</kbd> <kbd>m</kbd></dt><dd>go to overview, queue, incidents, deliveries, audit, policy, rules, model</dd><dt><kbd>Esc</kbd></dt><dd>leave a field</dd><dt><kbd>?</kbd></dt><dd>these keys</dd></dl></details>
        <footer class="wide"><span>Mulligan {{page.version}}</span><a href="/readyz">Readiness</a><a href="/metrics">Metrics</a></footer>
        </body>
        </html>
        """#
}
