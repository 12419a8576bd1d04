extension Templates {
    /// One job: what it should run with, and how it did.
    static let job = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <p class="crumbs"><a href="/">Queue</a></p>
        <h1>{{job}}</h1>
        <dl class="figures big">{{#figures}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/figures}}</dl>
        {{#ladderView}}<section class="card" aria-labelledby="next"><h2 id="next">Next run</h2>
        <p class="headline">{{headline}}</p>
        <p class="hint">{{reason}}</p>
        {{>ladder}}</section>{{/ladderView}}
        {{#stopReason}}<section class="card" aria-labelledby="next"><h2 id="next">Next run</h2><p class="headline stop">No configuration is worth another attempt</p><p>{{stopReason}}</p></section>{{/stopReason}}
        {{^empty(attempts)}}<section class="card" aria-labelledby="attempts"><h2 id="attempts">Attempts</h2>{{>attempts}}</section>{{/empty(attempts)}}
        <section aria-labelledby="failures"><h2 id="failures">Failures</h2>
        {{^empty(rows)}}{{>rows}}{{/empty(rows)}}{{#empty(rows)}}<p class="empty">None posted.</p>{{/empty(rows)}}
        </section>
        {{/content}}{{/layout}}
        """#

    /// The rules in force.
    static let rules = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <h1>Rules</h1>
        <dl class="figures big">{{#figures}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/figures}}</dl>
        {{#reloadError}}<p class="flash error" role="status">The last change of the files was not taken; the rules before it stay in force. {{reloadError}}</p>{{/reloadError}}
        {{#groups}}<section class="card" aria-label="{{engineName}}"><h2>{{engineName}} <span class="count">{{number}}</span></h2>
        <div class="scroll" tabindex="0"><table class="compact"><thead><tr><th scope="col">Rule</th><th scope="col">Says</th><th scope="col">Class</th><th scope="col">Retry</th><th scope="col">Status</th><th scope="col" title="On labelled logs where it decided">Right</th><th scope="col" title="Failures that it decided since the start">Hits</th></tr></thead><tbody>
        {{#rules}}<tr><td><code>{{id}}</code></td><td>{{title}}</td><td><span class="class {{category}}">{{ruleClass}}</span></td><td>{{retryable}}</td><td>{{status}}</td><td>{{precision}}</td><td>{{hits}}</td></tr>
        {{/rules}}</tbody></table></div></section>{{/groups}}
        {{#empty(groups)}}<p class="empty">The list of rules is not available here; <code>mulligan rules list</code> prints it.</p>{{/empty(groups)}}
        {{/content}}{{/layout}}
        """#

    /// The model in force.
    static let model = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <h1>Model</h1>
        <dl class="figures big">{{#figures}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/figures}}</dl>
        {{#sections}}<section class="card" aria-label="{{heading}}"><h2>{{heading}}</h2><dl class="facts">{{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}</dl></section>{{/sections}}
        <section aria-labelledby="calibration"><h2 id="calibration">Calibration</h2><p class="hint">Of a hundred retries that were given 90 %, ninety should succeed: then the line lies on the diagonal.</p><div class="shapes large">
        {{#calibrations}}<figure class="card" aria-labelledby="calibration-{{id}}"><figcaption id="calibration-{{id}}">{{heading}}</figcaption><p class="hint">{{hint}}</p>{{{plot}}}
        <dl class="facts">{{#figures}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/figures}}</dl>
        <details><summary>The figures of the plot</summary><div class="scroll" tabindex="0" role="region" aria-label="{{heading}}"><table class="compact"><thead><tr><th scope="col">Predicted</th><th scope="col">Came true</th><th scope="col">{{counted}}</th></tr></thead><tbody>{{#rows}}<tr><td>{{predicted}}</td><td>{{observed}}</td><td>{{weight}}</td></tr>{{/rows}}</tbody></table></div></details></figure>{{/calibrations}}</div>
        {{#noOutcomes}}<p class="empty">No recommendation with a forecast has been followed to its end yet; what becomes of the first ones is drawn here.</p>{{/noOutcomes}}</section>
        {{^empty(shapes)}}<section aria-labelledby="shapes"><h2 id="shapes">Shape functions</h2><p class="hint">What each feature adds to the log-odds of success: up helps, down hurts.</p><div class="shapes">
        {{#shapes}}<figure class="card"><figcaption>{{feature}}</figcaption>{{{plot}}}</figure>{{/shapes}}</div></section>{{/empty(shapes)}}
        {{#empty(shapes)}}<p class="empty">The model's shape functions are not shown here yet.</p>{{/empty(shapes)}}
        {{/content}}{{/layout}}
        """#

    /// What a browser sees when a page cannot be shown.
    static let error = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <section class="card error-page"><p class="status">{{status}}</p><h1>{{heading}}</h1><p>{{detail}}</p><p class="hint">{{remedy}}</p>
        <p><a href="/">Back to the queue</a></p><p class="sub">Request <code>{{requestId}}</code></p></section>
        {{/content}}{{/layout}}
        """#
}
