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
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header class="top">
        <div class="wide">
        <a class="brand" href="/"><img src="/assets/icon.svg" alt="" width="24" height="24">Mulligan</a>
        <nav aria-label="Pages">
        <a href="/"{{#page.onQueue}} aria-current="page"{{/page.onQueue}}>Queue</a>
        <a href="/rules"{{#page.onRules}} aria-current="page"{{/page.onRules}}>Rules</a>
        <a href="/model"{{#page.onModel}} aria-current="page"{{/page.onModel}}>Model</a>
        <a href="/openapi.yaml">API</a>
        </nav>
        {{#page.signedInAs}}<form class="who" method="post" action="/sign-out"><input type="hidden" name="csrf" value="{{page.csrf}}"><span>{{page.signedInAs}}</span> <button type="submit">Sign out</button></form>{{/page.signedInAs}}
        </div>
        </header>
        <main id="content" class="wide">
        {{#page.flash}}<p class="flash {{kind}}" role="status">{{text}}</p>{{/page.flash}}
        {{$content}}{{/content}}
        </main>
        <footer class="wide"><span>Mulligan {{page.version}}</span><a href="/readyz">Readiness</a><a href="/metrics">Metrics</a></footer>
        </body>
        </html>
        """#
}
