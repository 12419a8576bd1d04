extension Templates {
    /// The queue of recommendations.
    static let queue = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <h1>Queue</h1>
        {{^empty(tiles)}}<ul class="tiles">
        {{#tiles}}<li><a href="{{href}}" class="tile {{tone}}"><strong>{{number}}</strong><span>{{label}}</span></a></li>
        {{/tiles}}</ul>{{/empty(tiles)}}
        <form class="filters" method="get" action="/" role="search" aria-label="Filter the queue">
        <label>State <select name="state">{{#states}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/states}}</select></label>
        <label>Class <select name="class">{{#classes}}<option value="{{value}}"{{#selected}} selected{{/selected}}>{{label}}</option>{{/classes}}</select></label>
        <label>Engine <input name="engine" value="{{engine}}" maxlength="64" autocomplete="off"></label>
        <label>Job <input name="job" value="{{job}}" maxlength="512" autocomplete="off" spellcheck="false"></label>
        <button type="submit">Filter</button>
        {{#filtered}}<a class="clear" href="/">Clear</a>{{/filtered}}
        </form>
        {{#lists}}
        <section aria-labelledby="{{anchor}}">
        <h2 id="{{anchor}}">{{heading}} {{#count}}<span class="count">{{count}}</span>{{/count}}</h2>
        {{#bulk}}<form id="bulk" class="bulk" method="post" action="/decisions"><input type="hidden" name="csrf" value="{{page.csrf}}"><label class="tick" data-all hidden><input type="checkbox"> All</label>{{>yourName}}<label class="inline">Note <input name="note" maxlength="400" autocomplete="off"></label><button type="submit" name="decision" value="approve" class="primary">Approve the ticked</button><button type="submit" name="decision" value="reject" class="danger">Reject the ticked</button></form>{{/bulk}}
        {{^empty}}{{>rows}}{{/empty}}
        {{#empty}}<p class="empty">{{empty}}</p>{{/empty}}
        {{#older}}<p class="pages"><a href="{{older}}">Older</a></p>{{/older}}
        </section>
        {{/lists}}
        {{/content}}{{/layout}}
        """#

    /// The field for the operator's name, where the service knows none.
    static let yourName = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{#page.asksName}}<label class="inline">Your name <input name="actor" value="{{page.operatorName}}" required maxlength="128" autocomplete="name"></label>{{/page.asksName}}
        """#

    /// Failures as a table that becomes cards on narrow screens.
    static let rows = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        <table class="rows">
        <thead><tr><th scope="col">Job</th><th scope="col">Cause</th><th scope="col">Recommendation</th><th scope="col">State</th><th scope="col">Age</th></tr></thead>
        <tbody>
        {{#rows}}<tr data-row>
        <td class="job">{{#tick}}<input type="checkbox" form="bulk" name="recommendation" value="{{tick}}" aria-label="Choose {{job}}, {{run}}">{{/tick}}<a href="{{href}}">{{job}}</a><span class="sub">{{run}}</span></td>
        <td><span class="class {{category}}">{{failureClass}}</span><span class="sub">{{classTitle}}</span></td>
        <td>{{action}}{{#change}} <span class="change">{{change}}</span>{{/change}}{{#odds}}<span class="sub">{{odds}}</span>{{/odds}}</td>
        <td><span class="state {{state}}">{{stateLabel}}</span></td>
        <td class="age"><time datetime="{{received}}" title="{{received}}">{{age}}</time></td>
        </tr>
        {{/rows}}</tbody>
        </table>
        """#
}
