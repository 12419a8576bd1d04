extension Templates {
    /// The form that a token is pasted into.
    static let signIn = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <section class="card sign-in" aria-labelledby="sign-in">
        <h1 id="sign-in">Sign in</h1>
        {{#error}}<p class="flash error" role="alert">{{error}}</p>{{/error}}
        <form method="post" action="/sign-in">
        <input type="hidden" name="csrf" value="{{page.csrf}}">
        <input type="hidden" name="next" value="{{next}}">
        <div class="fields"><label>Token <input type="password" name="token" required maxlength="8192" autocomplete="current-password" autofocus></label></div>
        <div class="buttons"><button class="primary" type="submit">Sign in</button></div>
        </form>
        <p class="hint">An administrator makes a token with <code>mulligan tokens create --name you --role operator</code>.</p>
        </section>
        {{/content}}{{/layout}}
        """#
}
