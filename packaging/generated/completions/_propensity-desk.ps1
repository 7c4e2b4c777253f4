
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'propensity-desk' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'propensity-desk'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'propensity-desk' {
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of all words: en or ja. Without it the window follows the system, and commands speak English')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day the data speak of, as YYYY-MM-DD. Without it the files tell')
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'Open the sample portfolio: fictional customers inside the program')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say in one line of JSON what is understood of a file')
            [CompletionResult]::new('summary', 'summary', [CompletionResultType]::ParameterValue, 'Show cards, segments, matrix and clusters of one or several files')
            [CompletionResult]::new('annotate', 'annotate', [CompletionResultType]::ParameterValue, 'Save a marked-up copy of a workbook')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Write a report workbook: summary with charts, matrix as formulas, target list, definitions')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Write a sample workbook of fictional customers')
            [CompletionResult]::new('score', 'score', [CompletionResultType]::ParameterValue, 'Score every customer for every model, by the files and by what can be learnt from them')
            [CompletionResult]::new('intent', 'intent', [CompletionResultType]::ParameterValue, 'Score Intent from a Signals report')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'Write an empty workbook to fill: signals, outcomes or a price book')
            [CompletionResult]::new('evaluate', 'evaluate', [CompletionResultType]::ParameterValue, 'Say how well scores and deals won or lost go together')
            [CompletionResult]::new('drift', 'drift', [CompletionResultType]::ParameterValue, 'Say what has moved from one month''s report to the next')
            [CompletionResult]::new('next', 'next', [CompletionResultType]::ParameterValue, 'Rank what each customer of a table is likely to own next')
            [CompletionResult]::new('fit', 'fit', [CompletionResultType]::ParameterValue, 'Learn a scorecard from a table with a column that says who is an owner')
            [CompletionResult]::new('predict', 'predict', [CompletionResultType]::ParameterValue, 'Score a table by a scorecard that `fit` wrote')
            [CompletionResult]::new('export-sql', 'export-sql', [CompletionResultType]::ParameterValue, 'Write a fitted model as a statement for a database')
            [CompletionResult]::new('export-sheet', 'export-sheet', [CompletionResultType]::ParameterValue, 'Write a fitted model as a workbook with live formulas')
            [CompletionResult]::new('wallet', 'wallet', [CompletionResultType]::ParameterValue, 'Estimate what the customers of a table could spend in a year')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'propensity-desk;check' {
            [CompletionResult]::new('--sheet', '--sheet', [CompletionResultType]::ParameterName, 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;summary' {
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model whose matrix is shown, such as M365 or Azure. Without it the first that has one')
            [CompletionResult]::new('--sheet', '--sheet', [CompletionResultType]::ParameterName, 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of all words: en or ja. Without it the window follows the system, and commands speak English')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day the data speak of, as YYYY-MM-DD. Without it the files tell')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One line of JSON instead of text')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;annotate' {
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'Further reports of the same customers, joined before marking')
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'The models whose columns the copy gets, such as M365,Azure. Without it those that the report itself speaks of')
            [CompletionResult]::new('--without', '--without', [CompletionResultType]::ParameterName, 'Columns that are not wanted: cell, cluster, fit, intent, revenue, expected, reason. Cluster and whitespace revenue of the report''s own models stay')
            [CompletionResult]::new('--sheet', '--sheet', [CompletionResultType]::ParameterName, 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of all words: en or ja. Without it the window follows the system, and commands speak English')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day the data speak of, as YYYY-MM-DD. Without it the files tell')
            [CompletionResult]::new('--all-models', '--all-models', [CompletionResultType]::ParameterName, 'Columns of every model that there is something to say of')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One line of JSON instead of the copy''s path')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;report' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The workbook to write')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The workbook to write')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'The model that is told of, such as M365 or Azure. Without it the first that has a matrix')
            [CompletionResult]::new('--sheet', '--sheet', [CompletionResultType]::ParameterName, 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of all words: en or ja. Without it the window follows the system, and commands speak English')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day the data speak of, as YYYY-MM-DD. Without it the files tell')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;sample' {
            [CompletionResult]::new('--rows', '--rows', [CompletionResultType]::ParameterName, 'How many rows')
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Which report: m365, azure, d365, surface, renewals or usage')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of headers and values: en or ja')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Other numbers give other customers')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--decorated', '--decorated', [CompletionResultType]::ParameterName, 'Add what people add in Excel: charts, tables, formats, hidden sheets and more')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;score' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'A scoring profile: limits, cell map, weights, prices. Without it the one of Microsoft''s own screens')
            [CompletionResult]::new('--outcomes', '--outcomes', [CompletionResultType]::ParameterName, 'A report of opportunities won and lost, opened with the files: where they are enough, chances and the weights of Intent are learnt from them. Every number that they change says so')
            [CompletionResult]::new('--price-book', '--price-book', [CompletionResultType]::ParameterName, 'A filled price book (`template price-book`): what products bring that too few owners tell of')
            [CompletionResult]::new('--models', '--models', [CompletionResultType]::ParameterName, 'Where the fitted models are kept, beside the profile: made where it is not there, else its models score')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the table goes: a workbook when its name ends in .xlsx, else separated text')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where the table goes: a workbook when its name ends in .xlsx, else separated text')
            [CompletionResult]::new('--sheet', '--sheet', [CompletionResultType]::ParameterName, 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of all words: en or ja. Without it the window follows the system, and commands speak English')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day the data speak of, as YYYY-MM-DD. Without it the files tell')
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Also tell the three most similar owners, what is missing, and what would lift each customer a band. Takes longer')
            [CompletionResult]::new('--challenge', '--challenge', [CompletionResultType]::ParameterName, 'Fit the models anew, with pairs of attributes where they prove to help, and keep them as the challenger. Shows who would move; no score changes')
            [CompletionResult]::new('--promote', '--promote', [CompletionResultType]::ParameterName, 'Show who moves by the challenger, fitted now where there is none, and score by it from now on. Refused where enough closed deals do not say that it is better')
            [CompletionResult]::new('--revert', '--revert', [CompletionResultType]::ParameterName, 'Show who moves by the models before the last promotion, and score by them again')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;intent' {
            [CompletionResult]::new('--signals', '--signals', [CompletionResultType]::ParameterName, 'The Signals report: customer, date, source, type, product, keywords, strength')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day by which signals are old or new, as YYYY-MM-DD')
            [CompletionResult]::new('--weights', '--weights', [CompletionResultType]::ParameterName, 'Weights by kind of signal, as JSON. Without it the program''s own')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of messages: en or ja')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write: one row a customer and product, with the parts of the decision value by kind of signal')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write: one row a customer and product, with the parts of the decision value by kind of signal')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;template' {
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of headers and explanations: en or ja')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The workbook to write')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The workbook to write')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;evaluate' {
            [CompletionResult]::new('--outcomes', '--outcomes', [CompletionResultType]::ParameterName, 'The list of deals won and lost. Without it one of the files must hold them')
            [CompletionResult]::new('--sheet', '--sheet', [CompletionResultType]::ParameterName, 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns')
            [CompletionResult]::new('--map', '--map', [CompletionResultType]::ParameterName, 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of all words: en or ja. Without it the window follows the system, and commands speak English')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day the data speak of, as YYYY-MM-DD. Without it the files tell')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One line of JSON instead of text')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;drift' {
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of all words: en or ja. Without it the window follows the system, and commands speak English')
            [CompletionResult]::new('--as-of', '--as-of', [CompletionResultType]::ParameterName, 'The day the data speak of, as YYYY-MM-DD. Without it the files tell')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'One line of JSON instead of text')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;next' {
            [CompletionResult]::new('--ownership', '--ownership', [CompletionResultType]::ParameterName, 'A table with one row for each item that a customer owns')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'The column of the customers'' ids')
            [CompletionResult]::new('--item', '--item', [CompletionResultType]::ParameterName, 'The column of the items')
            [CompletionResult]::new('--top', '--top', [CompletionResultType]::ParameterName, 'How many items a customer gets at most')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Where the fitted model goes, as JSON: items, owners, and the sheet of weights, product by product')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of messages: en or ja')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the result goes: id, rank, item, score')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where the result goes: id, rank, item, score')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;fit' {
            [CompletionResult]::new('--train', '--train', [CompletionResultType]::ParameterName, 'The table to learn from: a header row, then one row a customer')
            [CompletionResult]::new('--label', '--label', [CompletionResultType]::ParameterName, 'The column that says who is an owner: 0/1, true/false, yes/no')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'The column that names the customer')
            [CompletionResult]::new('--weight', '--weight', [CompletionResultType]::ParameterName, 'The column that says how much each row counts')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Columns to leave out')
            [CompletionResult]::new('--put-back', '--put-back', [CompletionResultType]::ParameterName, 'Columns to take although the leak alarm leaves them out')
            [CompletionResult]::new('--pairs', '--pairs', [CompletionResultType]::ParameterName, 'How many pairs of attributes to fit: a number, or auto to fit them where they prove to help')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of messages: en or ja')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The scorecard to write, as JSON')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The scorecard to write, as JSON')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'A report of the fit to write, as JSON')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;predict' {
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'The column that names the customer; without it the one of the fit')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of messages: en or ja')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the scores go, as separated text')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where the scores go, as separated text')
            [CompletionResult]::new('--points', '--points', [CompletionResultType]::ParameterName, 'Also write the parts: the base and the points of each attribute, whose sum is the log-odds')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;export-sql' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The file to write')
            [CompletionResult]::new('--dialect', '--dialect', [CompletionResultType]::ParameterName, 'generic, sqlite, duckdb, spark or fabric')
            [CompletionResult]::new('--table', '--table', [CompletionResultType]::ParameterName, 'The table to score; its schema may stand before a dot')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'For a model of what is owned next: the column of the customers'' ids in the table')
            [CompletionResult]::new('--item', '--item', [CompletionResultType]::ParameterName, 'For a model of what is owned next: the column of the items in the table')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of messages: en or ja')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;export-sheet' {
            [CompletionResult]::new('--rows', '--rows', [CompletionResultType]::ParameterName, 'The customers to score. Without it one empty row to fill in')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'The workbook to write')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'The workbook to write')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'For a model of what is owned next: the column of the customers'' ids in the table')
            [CompletionResult]::new('--item', '--item', [CompletionResultType]::ParameterName, 'For a model of what is owned next: the column of the items in the table')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of messages and headers: en or ja')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;wallet' {
            [CompletionResult]::new('--train', '--train', [CompletionResultType]::ParameterName, 'The table to learn from, one row a customer')
            [CompletionResult]::new('--target', '--target', [CompletionResultType]::ParameterName, 'The column of what each customer spends in a year; those without, or with 0 or less, are not learnt from')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'The column of the customers'' ids')
            [CompletionResult]::new('--predict', '--predict', [CompletionResultType]::ParameterName, 'The table of the customers to estimate')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'Columns that nothing is learnt from, with commas between them')
            [CompletionResult]::new('--model', '--model', [CompletionResultType]::ParameterName, 'Where the fitted model goes, as JSON, for export-sql and export-sheet')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Language of messages: en or ja')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Where the result goes: id, q10, q50, q80, q90, mean')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Where the result goes: id, q10, q50, q80, q90, mean')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'propensity-desk;help' {
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Say in one line of JSON what is understood of a file')
            [CompletionResult]::new('summary', 'summary', [CompletionResultType]::ParameterValue, 'Show cards, segments, matrix and clusters of one or several files')
            [CompletionResult]::new('annotate', 'annotate', [CompletionResultType]::ParameterValue, 'Save a marked-up copy of a workbook')
            [CompletionResult]::new('report', 'report', [CompletionResultType]::ParameterValue, 'Write a report workbook: summary with charts, matrix as formulas, target list, definitions')
            [CompletionResult]::new('sample', 'sample', [CompletionResultType]::ParameterValue, 'Write a sample workbook of fictional customers')
            [CompletionResult]::new('score', 'score', [CompletionResultType]::ParameterValue, 'Score every customer for every model, by the files and by what can be learnt from them')
            [CompletionResult]::new('intent', 'intent', [CompletionResultType]::ParameterValue, 'Score Intent from a Signals report')
            [CompletionResult]::new('template', 'template', [CompletionResultType]::ParameterValue, 'Write an empty workbook to fill: signals, outcomes or a price book')
            [CompletionResult]::new('evaluate', 'evaluate', [CompletionResultType]::ParameterValue, 'Say how well scores and deals won or lost go together')
            [CompletionResult]::new('drift', 'drift', [CompletionResultType]::ParameterValue, 'Say what has moved from one month''s report to the next')
            [CompletionResult]::new('next', 'next', [CompletionResultType]::ParameterValue, 'Rank what each customer of a table is likely to own next')
            [CompletionResult]::new('fit', 'fit', [CompletionResultType]::ParameterValue, 'Learn a scorecard from a table with a column that says who is an owner')
            [CompletionResult]::new('predict', 'predict', [CompletionResultType]::ParameterValue, 'Score a table by a scorecard that `fit` wrote')
            [CompletionResult]::new('export-sql', 'export-sql', [CompletionResultType]::ParameterValue, 'Write a fitted model as a statement for a database')
            [CompletionResult]::new('export-sheet', 'export-sheet', [CompletionResultType]::ParameterValue, 'Write a fitted model as a workbook with live formulas')
            [CompletionResult]::new('wallet', 'wallet', [CompletionResultType]::ParameterValue, 'Estimate what the customers of a table could spend in a year')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'propensity-desk;help;check' {
            break
        }
        'propensity-desk;help;summary' {
            break
        }
        'propensity-desk;help;annotate' {
            break
        }
        'propensity-desk;help;report' {
            break
        }
        'propensity-desk;help;sample' {
            break
        }
        'propensity-desk;help;score' {
            break
        }
        'propensity-desk;help;intent' {
            break
        }
        'propensity-desk;help;template' {
            break
        }
        'propensity-desk;help;evaluate' {
            break
        }
        'propensity-desk;help;drift' {
            break
        }
        'propensity-desk;help;next' {
            break
        }
        'propensity-desk;help;fit' {
            break
        }
        'propensity-desk;help;predict' {
            break
        }
        'propensity-desk;help;export-sql' {
            break
        }
        'propensity-desk;help;export-sheet' {
            break
        }
        'propensity-desk;help;wallet' {
            break
        }
        'propensity-desk;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
