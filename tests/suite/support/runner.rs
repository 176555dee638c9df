//! A small runner for composite actions: reads `action.yml`, fills in its expressions from inputs and event, runs
//! each step with the shell as GitHub and Forgejo do, and reads back what the steps say to them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::desk::{Desk, run};

/// What a run is asked for.
pub(crate) struct Job<'a> {
    pub(crate) desk: &'a Desk,
    /// The folder of the action.
    pub(crate) action: PathBuf,
    /// The workspace.
    pub(crate) at: PathBuf,
    /// The event and what it is about.
    pub(crate) event: Value,
    pub(crate) inputs: BTreeMap<&'static str, String>,
    /// The environment besides, `GITHUB_EVENT_NAME` among it.
    pub(crate) env: BTreeMap<&'static str, String>,
}

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) log: String,
    pub(crate) outputs: BTreeMap<String, String>,
    pub(crate) summary: String,
    /// What the runner took for commands: name, properties, message.
    pub(crate) commands: Vec<(String, String, String)>,
    /// Folders put on the path of the steps that follow.
    pub(crate) path: String,
}

impl Job<'_> {
    pub(crate) fn run(&self) -> Ran {
        let text = fs::read_to_string(self.action.join("action.yml")).expect("action.yml");
        let action: Value = serde_saphyr::from_str(&text).expect("YAML");
        let mut inputs = BTreeMap::new();
        for (name, input) in action["inputs"].as_object().expect("inputs") {
            let given = self.inputs.get(name.as_str()).cloned();
            inputs.insert(name.clone(), given.unwrap_or_else(|| plain(&input["default"])));
        }
        for name in self.inputs.keys() {
            assert!(inputs.contains_key(*name), "the action has no input {name}");
        }
        assert_eq!(action["runs"]["using"], "composite");
        let mut ran = Ran::default();
        let mut steps: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        let value = |steps: &BTreeMap<String, BTreeMap<String, String>>, text: &str| {
            filled(text, |expression| {
                let words: Vec<&str> = expression.split('.').collect();
                match words.as_slice() {
                    ["inputs", name] => inputs.get(*name).cloned().unwrap_or_default(),
                    ["steps", id, "outputs", name] => {
                        steps.get(*id).and_then(|step| step.get(*name)).cloned().unwrap_or_default()
                    }
                    ["github", "event", rest @ ..] => {
                        plain(rest.iter().fold(&self.event, |value, word| &value[*word]))
                    }
                    _ => panic!("an expression this runner does not know: {expression}"),
                }
            })
        };
        for (number, step) in action["runs"]["steps"].as_array().expect("steps").iter().enumerate() {
            let known = ["name", "id", "shell", "env", "run"];
            let keys = step.as_object().expect("a step").keys();
            keys.for_each(|key| {
                assert!(known.contains(&key.as_str()), "a key this runner does not know: {key}")
            });
            assert_eq!(step["shell"], "bash");
            let mut env = BTreeMap::new();
            for (name, text) in step["env"].as_object().expect("env") {
                env.insert(name.clone(), value(&steps, text.as_str().expect("text")));
            }
            // A runner fills in expressions here too, before the shell reads a word.
            let script = value(&steps, step["run"].as_str().expect("run"));
            let outputs = self.step(number, &script, &env, &mut ran);
            steps.insert(plain(&step["id"]), outputs);
            if ran.code != 0 {
                break;
            }
        }
        for (name, output) in action["outputs"].as_object().expect("outputs") {
            ran.outputs.insert(name.clone(), value(&steps, output["value"].as_str().expect("a value")));
        }
        ran
    }

    fn step(
        &self,
        number: usize,
        script: &str,
        env: &BTreeMap<String, String>,
        ran: &mut Ran,
    ) -> BTreeMap<String, String> {
        let folder = self.temp().join(format!("_runner/{number}"));
        fs::create_dir_all(&folder).expect("a folder");
        let file = |name: &str| {
            let path = folder.join(name);
            fs::write(&path, "").expect("a file");
            path
        };
        let (told, summary, path) = (file("output"), file("summary"), file("path"));
        let script_file = folder.join("script.sh");
        fs::write(&script_file, script).expect("a script");
        let script_file = script_file.to_string_lossy().into_owned();
        let arguments = ["--noprofile", "--norc", "-eo", "pipefail", script_file.as_str()];
        let mut command = self.desk.command("bash", &self.at, &arguments);
        command
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_WORKSPACE", &self.at)
            .env("GITHUB_ACTION_PATH", &self.action)
            .env("GITHUB_OUTPUT", &told)
            .env("GITHUB_STEP_SUMMARY", &summary)
            .env("GITHUB_PATH", &path)
            .env("RUNNER_TEMP", self.temp())
            .envs(&self.env)
            .envs(env);
        let outcome = run(&mut command);
        ran.code = outcome.code;
        for text in [&outcome.out, &outcome.err] {
            ran.commands.extend(commands(text));
            ran.log.push_str(text);
        }
        let read = |path: &Path| fs::read_to_string(path).expect("a text");
        ran.summary.push_str(&read(&summary));
        ran.path.push_str(&read(&path));
        let line = |line: &str| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
        read(&told).lines().map(|text| line(text).unwrap_or_else(|| panic!("no output: {text}"))).collect()
    }

    /// The runner's folder for temporary files.
    pub(crate) fn temp(&self) -> PathBuf {
        self.desk.tmp()
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
    }
}

/// A text with its `${{ … }}` filled in, as text: what comes in is never read again.
fn filled(text: &str, value: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        let (expression, after) = after.split_once("}}").expect("an expression ends");
        out.push_str(before);
        out.push_str(&value(expression.trim()));
        rest = after;
    }
    out + rest
}

/// What a runner takes for commands in a log.
fn commands(log: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    let mut stopped: Option<String> = None;
    for line in log.lines() {
        let Some((head, message)) =
            line.trim_start().strip_prefix("::").and_then(|rest| rest.split_once("::"))
        else {
            continue;
        };
        if let Some(token) = &stopped {
            if head == token {
                stopped = None;
            }
        } else if head == "stop-commands" {
            stopped = Some(message.to_owned());
        } else {
            let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
            let clear = |text: &str| text.replace("%3A", ":").replace("%2C", ",");
            let clear =
                |text: &str| clear(text).replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
            found.push((name.to_owned(), clear(properties), clear(message)));
        }
    }
    assert!(stopped.is_none(), "commands are still stopped at the end of the log");
    found
}
