# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_propensity_desk_global_optspecs
    string join \n sample language= as-of= h/help V/version
end

function __fish_propensity_desk_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_propensity_desk_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_propensity_desk_using_subcommand
    set -l cmd (__fish_propensity_desk_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -l language -d 'Language of all words: en or ja. Without it the window follows the system, and commands speak English' -r
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -l as-of -d 'The day the data speak of, as YYYY-MM-DD. Without it the files tell' -r
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -l sample -d 'Open the sample portfolio: fictional customers inside the program'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -s V -l version -d 'Print version'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "check" -d 'Say in one line of JSON what is understood of a file'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "summary" -d 'Show cards, segments, matrix and clusters of one or several files'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "annotate" -d 'Save a marked-up copy of a workbook'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "report" -d 'Write a report workbook: summary with charts, matrix as formulas, target list, definitions'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "sample" -d 'Write a sample workbook of fictional customers'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "score" -d 'Score every customer for every model, by the files and by what can be learnt from them'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "intent" -d 'Score Intent from a Signals report'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "template" -d 'Write an empty workbook to fill: signals, outcomes or a price book'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "evaluate" -d 'Say how well scores and deals won or lost go together'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "drift" -d 'Say what has moved from one month\'s report to the next'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "next" -d 'Rank what each customer of a table is likely to own next'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "fit" -d 'Learn a scorecard from a table with a column that says who is an owner'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "predict" -d 'Score a table by a scorecard that `fit` wrote'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "export-sql" -d 'Write a fitted model as a statement for a database'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "export-sheet" -d 'Write a fitted model as a workbook with live formulas'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "wallet" -d 'Estimate what the customers of a table could spend in a year'
complete -c propensity-desk -n "__fish_propensity_desk_needs_command" -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand check" -l sheet -d 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand check" -l map -d 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand check" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand summary" -l model -d 'The model whose matrix is shown, such as M365 or Azure. Without it the first that has one' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand summary" -l sheet -d 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand summary" -l map -d 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand summary" -l language -d 'Language of all words: en or ja. Without it the window follows the system, and commands speak English' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand summary" -l as-of -d 'The day the data speak of, as YYYY-MM-DD. Without it the files tell' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand summary" -l json -d 'One line of JSON instead of text'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand summary" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -l with -d 'Further reports of the same customers, joined before marking' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -l models -d 'The models whose columns the copy gets, such as M365,Azure. Without it those that the report itself speaks of' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -l without -d 'Columns that are not wanted: cell, cluster, fit, intent, revenue, expected, reason. Cluster and whitespace revenue of the report\'s own models stay' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -l sheet -d 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -l map -d 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -l language -d 'Language of all words: en or ja. Without it the window follows the system, and commands speak English' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -l as-of -d 'The day the data speak of, as YYYY-MM-DD. Without it the files tell' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -l all-models -d 'Columns of every model that there is something to say of'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -l json -d 'One line of JSON instead of the copy\'s path'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand annotate" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand report" -s o -l output -d 'The workbook to write' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand report" -l model -d 'The model that is told of, such as M365 or Azure. Without it the first that has a matrix' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand report" -l sheet -d 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand report" -l map -d 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand report" -l language -d 'Language of all words: en or ja. Without it the window follows the system, and commands speak English' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand report" -l as-of -d 'The day the data speak of, as YYYY-MM-DD. Without it the files tell' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand report" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand sample" -l rows -d 'How many rows' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand sample" -l kind -d 'Which report: m365, azure, d365, surface, renewals or usage' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand sample" -l language -d 'Language of headers and values: en or ja' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand sample" -l seed -d 'Other numbers give other customers' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand sample" -s o -l output -d 'The file to write' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand sample" -l decorated -d 'Add what people add in Excel: charts, tables, formats, hidden sheets and more'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand sample" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l profile -d 'A scoring profile: limits, cell map, weights, prices. Without it the one of Microsoft\'s own screens' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l outcomes -d 'A report of opportunities won and lost, opened with the files: where they are enough, chances and the weights of Intent are learnt from them. Every number that they change says so' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l price-book -d 'A filled price book (`template price-book`): what products bring that too few owners tell of' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l models -d 'Where the fitted models are kept, beside the profile: made where it is not there, else its models score' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -s o -l output -d 'Where the table goes: a workbook when its name ends in .xlsx, else separated text' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l sheet -d 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l map -d 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l language -d 'Language of all words: en or ja. Without it the window follows the system, and commands speak English' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l as-of -d 'The day the data speak of, as YYYY-MM-DD. Without it the files tell' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l explain -d 'Also tell the three most similar owners, what is missing, and what would lift each customer a band. Takes longer'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l challenge -d 'Fit the models anew, with pairs of attributes where they prove to help, and keep them as the challenger. Shows who would move; no score changes'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l promote -d 'Show who moves by the challenger, fitted now where there is none, and score by it from now on. Refused where enough closed deals do not say that it is better'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -l revert -d 'Show who moves by the models before the last promotion, and score by them again'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand score" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand intent" -l signals -d 'The Signals report: customer, date, source, type, product, keywords, strength' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand intent" -l as-of -d 'The day by which signals are old or new, as YYYY-MM-DD' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand intent" -l weights -d 'Weights by kind of signal, as JSON. Without it the program\'s own' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand intent" -l language -d 'Language of messages: en or ja' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand intent" -s o -l output -d 'The file to write: one row a customer and product, with the parts of the decision value by kind of signal' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand intent" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand template" -l language -d 'Language of headers and explanations: en or ja' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand template" -s o -l output -d 'The workbook to write' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand template" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand evaluate" -l outcomes -d 'The list of deals won and lost. Without it one of the files must hold them' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand evaluate" -l sheet -d 'The sheet of the first file to read, also a hidden one. Without it the one with the most known columns' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand evaluate" -l map -d 'Read a column as another: "Header=column name", such as "Kunde=CustomerID"; "Header=" leaves it out' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand evaluate" -l language -d 'Language of all words: en or ja. Without it the window follows the system, and commands speak English' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand evaluate" -l as-of -d 'The day the data speak of, as YYYY-MM-DD. Without it the files tell' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand evaluate" -l json -d 'One line of JSON instead of text'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand evaluate" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand drift" -l language -d 'Language of all words: en or ja. Without it the window follows the system, and commands speak English' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand drift" -l as-of -d 'The day the data speak of, as YYYY-MM-DD. Without it the files tell' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand drift" -l json -d 'One line of JSON instead of text'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand drift" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand next" -l ownership -d 'A table with one row for each item that a customer owns' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand next" -l id -d 'The column of the customers\' ids' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand next" -l item -d 'The column of the items' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand next" -l top -d 'How many items a customer gets at most' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand next" -l model -d 'Where the fitted model goes, as JSON: items, owners, and the sheet of weights, product by product' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand next" -l language -d 'Language of messages: en or ja' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand next" -s o -l output -d 'Where the result goes: id, rank, item, score' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand next" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -l train -d 'The table to learn from: a header row, then one row a customer' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -l label -d 'The column that says who is an owner: 0/1, true/false, yes/no' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -l id -d 'The column that names the customer' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -l weight -d 'The column that says how much each row counts' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -l exclude -d 'Columns to leave out' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -l put-back -d 'Columns to take although the leak alarm leaves them out' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -l pairs -d 'How many pairs of attributes to fit: a number, or auto to fit them where they prove to help' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -l language -d 'Language of messages: en or ja' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -s o -l output -d 'The scorecard to write, as JSON' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -l report -d 'A report of the fit to write, as JSON' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand fit" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand predict" -l id -d 'The column that names the customer; without it the one of the fit' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand predict" -l language -d 'Language of messages: en or ja' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand predict" -s o -l output -d 'Where the scores go, as separated text' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand predict" -l points -d 'Also write the parts: the base and the points of each attribute, whose sum is the log-odds'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand predict" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sql" -s o -l output -d 'The file to write' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sql" -l dialect -d 'generic, sqlite, duckdb, spark or fabric' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sql" -l table -d 'The table to score; its schema may stand before a dot' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sql" -l id -d 'For a model of what is owned next: the column of the customers\' ids in the table' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sql" -l item -d 'For a model of what is owned next: the column of the items in the table' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sql" -l language -d 'Language of messages: en or ja' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sql" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sheet" -l rows -d 'The customers to score. Without it one empty row to fill in' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sheet" -s o -l output -d 'The workbook to write' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sheet" -l id -d 'For a model of what is owned next: the column of the customers\' ids in the table' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sheet" -l item -d 'For a model of what is owned next: the column of the items in the table' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sheet" -l language -d 'Language of messages and headers: en or ja' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand export-sheet" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand wallet" -l train -d 'The table to learn from, one row a customer' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand wallet" -l target -d 'The column of what each customer spends in a year; those without, or with 0 or less, are not learnt from' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand wallet" -l id -d 'The column of the customers\' ids' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand wallet" -l predict -d 'The table of the customers to estimate' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand wallet" -l exclude -d 'Columns that nothing is learnt from, with commas between them' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand wallet" -l model -d 'Where the fitted model goes, as JSON, for export-sql and export-sheet' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand wallet" -l language -d 'Language of messages: en or ja' -r
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand wallet" -s o -l output -d 'Where the result goes: id, q10, q50, q80, q90, mean' -r -F
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand wallet" -s h -l help -d 'Print help'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "check" -d 'Say in one line of JSON what is understood of a file'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "summary" -d 'Show cards, segments, matrix and clusters of one or several files'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "annotate" -d 'Save a marked-up copy of a workbook'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "report" -d 'Write a report workbook: summary with charts, matrix as formulas, target list, definitions'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "sample" -d 'Write a sample workbook of fictional customers'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "score" -d 'Score every customer for every model, by the files and by what can be learnt from them'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "intent" -d 'Score Intent from a Signals report'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "template" -d 'Write an empty workbook to fill: signals, outcomes or a price book'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "evaluate" -d 'Say how well scores and deals won or lost go together'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "drift" -d 'Say what has moved from one month\'s report to the next'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "next" -d 'Rank what each customer of a table is likely to own next'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "fit" -d 'Learn a scorecard from a table with a column that says who is an owner'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "predict" -d 'Score a table by a scorecard that `fit` wrote'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "export-sql" -d 'Write a fitted model as a statement for a database'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "export-sheet" -d 'Write a fitted model as a workbook with live formulas'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "wallet" -d 'Estimate what the customers of a table could spend in a year'
complete -c propensity-desk -n "__fish_propensity_desk_using_subcommand help; and not __fish_seen_subcommand_from check summary annotate report sample score intent template evaluate drift next fit predict export-sql export-sheet wallet help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
