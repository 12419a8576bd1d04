extension Templates {
    /// What fails, what is done about it, what holds it back.
    static let overview = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <h1>Overview</h1>
        {{#isStopped}}<p class="flash error" role="status">Remediation is stopped: no repair is sent until the pause below is lifted.</p>{{/isStopped}}
        {{#incidents}}<p class="flash error" role="status"><a href="/incidents">Incident</a>: {{kind}}, {{text}}. Since {{age}}.</p>
        {{/incidents}}
        {{#circuits}}<p class="flash warn" role="status">{{target}} does not answer: {{text}}.</p>
        {{/circuits}}
        <ul class="tiles">
        {{#tiles}}<li><a href="{{href}}" class="tile {{tone}}"><strong>{{number}}</strong><span>{{label}}</span></a></li>
        {{/tiles}}</ul>
        <section class="card" aria-labelledby="timeline"><h2 id="timeline">Failures an hour, the last day</h2>
        {{#chart}}<div class="timeline scroll" tabindex="0" role="region" aria-label="Failures an hour">{{{chart}}}</div>{{/chart}}{{^chart}}<p class="empty">Nothing has failed.</p>{{/chart}}
        <ul class="key">{{#series}}<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect class="{{style}}" width="12" height="12" rx="3"/></svg>{{name}} <span class="count">{{total}}</span></li>{{/series}}</ul>
        </section>
        <div class="columns even">
        <section class="card" aria-labelledby="switch"><h2 id="switch">Stop and go</h2>
        {{#empty(pauses)}}<p class="hint">Nothing is paused. {{budget}}</p>{{/empty(pauses)}}
        {{^empty(pauses)}}<ul class="pauses">{{#pauses}}<li><div><strong>{{scope}}</strong><span class="sub">{{text}} · <time datetime="{{since}}">{{age}}</time></span></div>
        {{#page.mayDecide}}<form method="post" action="/pauses/{{id}}/resume"><input type="hidden" name="csrf" value="{{page.csrf}}">{{>yourName}}<button type="submit" class="primary">Resume</button></form>{{/page.mayDecide}}</li>
        {{/pauses}}</ul>{{/empty(pauses)}}
        {{#page.mayDecide}}<form method="post" action="/pauses" class="stop"><input type="hidden" name="csrf" value="{{page.csrf}}">
        <div class="fields">{{>yourName}}
        <label>Why <input name="note" maxlength="400" autocomplete="off"></label></div>
        <details><summary>Only a part</summary><div class="fields">
        <label>Class <input name="class" maxlength="512" placeholder="memory.*" autocomplete="off" spellcheck="false"></label>
        <label>Job <input name="job" maxlength="512" placeholder="nightly-*" autocomplete="off" spellcheck="false"></label>
        <label>Engine <input name="engine" maxlength="64" autocomplete="off" spellcheck="false"></label>
        <label>Labels <input name="labels" maxlength="4096" placeholder="workflow=billing, queue=long" autocomplete="off" spellcheck="false"></label></div></details>
        <div class="buttons"><button type="submit" class="danger">Stop remediation</button></div>
        <p class="hint">Works at once. Failures are still taken and decided; repairs wait until you resume.</p>
        </form>{{/page.mayDecide}}</section>
        <section class="card" id="savings" aria-labelledby="money"><h2 id="money">Money saved</h2>
        <dl class="facts wide-names">{{#savings}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/savings}}</dl>
        <p class="hint formula">saved = cost of doomed repeats not made − cost of retries that failed again<br>cost = run time × (memory × price per GB hour + cores × price per core hour)</p>
        <p class="hint">A repeat is doomed where the answer was to stop, or where a changed configuration succeeded: unchanged it would have failed for the same money. {{savingsBasis}}</p>
        </section>
        </div>
        {{/content}}{{/layout}}
        """#

    /// The outbox, dead letters first.
    static let deliveries = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <h1>{{heading}}</h1>
        <form class="filters" method="get" action="/deliveries" role="search" aria-label="Filter deliveries">
        <label>State <select name="state">{{#states}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/states}}</select></label>
        <button type="submit">Show</button></form>
        <p class="hint">A repair is tried twelve times before it is given up. Sent again, it bears the same key: a scheduler that had taken it after all does not act twice. {{budget}}</p>
        {{#nothing}}<p class="empty">{{nothing}}</p>{{/nothing}}
        {{^empty(rows)}}<table class="rows">
        <thead><tr><th scope="col">Job</th><th scope="col">Repair</th><th scope="col">What happened</th><th scope="col">Due</th><th scope="col"><span class="hidden">Act</span></th></tr></thead><tbody>
        {{#rows}}<tr data-row><td class="job"><a href="{{href}}">{{job}}</a><span class="sub">{{run}}</span></td><td><span class="change">{{change}}</span><span class="sub">by {{target}}, {{tries}}</span></td><td class="wrap">{{text}}</td><td class="age"><time datetime="{{due}}" title="{{due}}">{{age}}</time></td>
        <td>{{#canRetry}}{{#page.mayDecide}}<form method="post" action="/deliveries/{{id}}/retry" class="act"><input type="hidden" name="csrf" value="{{page.csrf}}">{{>yourName}}<button type="submit">Send again</button></form>{{/page.mayDecide}}{{/canRetry}}</td></tr>
        {{/rows}}</tbody></table>{{/empty(rows)}}
        {{#older}}<p class="pages"><a href="{{older}}">Older</a></p>{{/older}}
        {{/content}}{{/layout}}
        """#

    /// Incidents.
    static let incidents = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <h1>Incidents</h1>
        <p class="hint">A class, engine or host whose failures come far more often than at the same time of the days before. While one lasts, unchanged retries of its class or engine are held; they are released, spread out, when it ends.</p>
        {{#empty(rows)}}<p class="empty">None so far.</p>{{/empty(rows)}}
        {{^empty(rows)}}<table class="rows">
        <thead><tr><th scope="col">What</th><th scope="col">How many</th><th scope="col">State</th><th scope="col">Since</th><th scope="col"><span class="hidden">Act</span></th></tr></thead><tbody>
        {{#rows}}<tr data-row><td class="job"><a href="{{auditHref}}">{{kind}}</a></td><td>{{text}}{{#steps}}<span class="sub">{{step}}: {{state}}{{#result}}, {{result}}{{/result}}</span>{{/steps}}</td><td>{{#isOpen}}<span class="state failed_again">Open</span>{{/isOpen}}{{^isOpen}}<span class="state succeeded">Over</span><span class="sub">{{closed}}</span>{{/isOpen}}</td><td class="age"><time datetime="{{opened}}" title="{{opened}}">{{age}}</time></td>
        <td>{{#isOpen}}{{#page.mayDecide}}<form method="post" action="/incidents/{{id}}/close" class="act"><input type="hidden" name="csrf" value="{{page.csrf}}">{{>yourName}}<button type="submit">Close</button></form>{{/page.mayDecide}}{{/isOpen}}</td></tr>
        {{/rows}}</tbody></table>{{/empty(rows)}}
        {{#older}}<p class="pages"><a href="{{older}}">Older</a></p>{{/older}}
        {{/content}}{{/layout}}
        """#

    /// The policy in force.
    static let policy = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <h1>Policy</h1>
        <section class="card" aria-labelledby="modes"><h2 id="modes">What Mulligan may do</h2>
        <p class="hint">The first entry that fits decides; where none does the mode is <strong>{{mode}}</strong>.</p>
        {{^empty(entries)}}<div class="scroll" tabindex="0"><table class="compact"><thead><tr><th scope="col">Jobs</th><th scope="col">Classes</th><th scope="col">Engines</th><th scope="col">Mode</th></tr></thead><tbody>
        {{#entries}}<tr><td>{{jobs}}</td><td>{{classes}}</td><td>{{engines}}</td><td><span class="state approved">{{mode}}</span></td></tr>
        {{/entries}}</tbody></table></div>{{/empty(entries)}}</section>
        <section class="card" aria-labelledby="guardrails"><h2 id="guardrails">Guardrails</h2><dl class="facts wide-names">{{#figures}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/figures}}</dl></section>
        {{^empty(playbooks)}}<section class="card" aria-labelledby="playbooks"><h2 id="playbooks">Playbooks</h2>
        <div class="scroll" tabindex="0"><table class="compact"><thead><tr><th scope="col">Name</th><th scope="col">On an incident of</th><th scope="col">Steps</th></tr></thead><tbody>
        {{#playbooks}}<tr><td>{{name}}</td><td>{{trigger}}</td><td>{{#steps}}<span class="step">{{.}}</span> {{/steps}}</td></tr>
        {{/playbooks}}</tbody></table></div></section>{{/empty(playbooks)}}
        {{#text}}<section class="card" aria-labelledby="file"><h2 id="file">The file</h2><pre class="file" tabindex="0">{{text}}</pre></section>{{/text}}
        {{^text}}<p class="empty">There is no policy file: every repair waits for an operator. <code>mulligan serve --policy FILE</code> reads one.</p>{{/text}}
        <p class="hint"><a href="/audit?subject=policy">Changes of the policy</a></p>
        {{/content}}{{/layout}}
        """#

    /// The audit log.
    static let audit = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <h1>Audit</h1>
        <form class="filters" method="get" action="/audit" role="search" aria-label="Filter the audit log">
        <label>Kind <input name="kind" value="{{kind}}" maxlength="64" autocomplete="off" spellcheck="false"></label>
        <label>Subject <input name="subject" value="{{subject}}" maxlength="512" autocomplete="off" spellcheck="false"></label>
        <label>Actor <input name="actor" value="{{actorFilter}}" maxlength="128" autocomplete="off" spellcheck="false"></label>
        <button type="submit">Filter</button>{{#filtered}}<a class="clear" href="/audit">Clear</a>{{/filtered}}</form>
        <p class="hint">Append-only, each entry chained to the one before by its hash; <code>mulligan audit verify</code> follows the chain.</p>
        {{#empty(rows)}}<p class="empty">Nothing fits this filter.</p>{{/empty(rows)}}
        {{^empty(rows)}}<table class="rows audit">
        <thead><tr><th scope="col">When</th><th scope="col">What</th><th scope="col">By</th><th scope="col">Change and reason</th></tr></thead><tbody>
        {{#rows}}<tr data-row><td class="age"><time datetime="{{at}}" title="{{at}}">{{moment}}</time><span class="sub" title="{{hash}}">no. {{number}}</span></td><td class="job"><strong>{{kind}}</strong><span class="sub"><a href="{{subjectHref}}">{{subject}}</a></span></td><td class="wrap">{{actor}}</td><td class="wrap">{{#before}}<span class="sub">was {{before}}</span>{{/before}}{{#after}}<span>{{after}}</span>{{/after}}{{#reason}}<span class="sub">{{reason}}</span>{{/reason}}</td></tr>
        {{/rows}}</tbody></table>{{/empty(rows)}}
        {{#older}}<p class="pages"><a href="{{older}}">Older</a></p>{{/older}}
        {{/content}}{{/layout}}
        """#
}
