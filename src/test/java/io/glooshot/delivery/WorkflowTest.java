package io.glooshot.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows run nowhere but where they do harm when they are wrong. This is what can be told of them before. */
class WorkflowTest {

    /** Of Maven itself and of its plugins, none of which this POM names. */
    private static final Set<String> MAVENS =
            Set.of("skipTests", "test", "it.test", "surefire.failIfNoSpecifiedTests", "spotless.check.skip");

    private static final Pattern OUR_PATH =
            Pattern.compile("(?<![\\w/.$-])((?:src|kubernetes|docs|crd)/[\\w./*-]+|\\.ci/run|\\./mvnw)(?![\\w*])");

    static List<Workflow> workflows() {
        return Workflow.all();
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void waitsForJobsThatThereAre(Workflow workflow) {
        assertThat(workflow.jobs()).isNotEmpty();
        workflow.jobs().keySet().forEach(job -> {
            assertThat(workflow.needs(job)).as(job).isSubsetOf(workflow.jobs().keySet());
            assertThat(workflow.before(job)).as("%s waits for itself", job).doesNotContain(job);
        });
    }

    /** {@code needs.version.outputs.version} is empty, without a word, where version is not among the job's needs. */
    @ParameterizedTest
    @MethodSource("workflows")
    void readsOutputsOfWhatItWaitsFor(Workflow workflow) {
        workflow.jobs().forEach((name, job) -> {
            matches("needs\\.(\\w+)\\.outputs\\.(\\w+)", job.toString()).forEach(read -> {
                assertThat(workflow.needs(name)).as(name).contains(read.group(1));
                assertThat(workflow.jobs().get(read.group(1)).path("outputs").has(read.group(2)))
                        .as(read.group())
                        .isTrue();
            });
            Set<String> ids = workflow.steps(name).stream()
                    .map(step -> step.path("id").asText())
                    .collect(Collectors.toSet());
            matches("steps\\.(\\w+)\\.outputs", job.toString())
                    .forEach(read -> assertThat(ids).as(name).contains(read.group(1)));
        });
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void mayDoWhatItSaysAlone(Workflow workflow) {
        JsonNode all = workflow.content().path("permissions");
        assertThat(all.isObject()).as("permissions of %s", workflow.file()).isTrue();
        assertThat(all.toString()).isIn("{}", "{\"contents\":\"read\"}");
        workflow.jobs().forEach((name, job) -> {
            assertThat(job.path("permissions").isObject()).as(name).isTrue();
            assertThat(job.path("timeout-minutes").asInt()).as(name).isBetween(1, 180);
        });
        assertThat(workflow.content().has("concurrency")).isTrue();
        assertThat(workflow.content().path("on").toString())
                .doesNotContain("pull_request_target")
                .doesNotContain("workflow_run");
    }

    /** What a tag or a branch is called would be run as a command. And a secret belongs into the environment of one step. */
    @ParameterizedTest
    @MethodSource("workflows")
    void putsNothingIntoScriptsButByTheEnvironment(Workflow workflow) {
        assertThat(workflow.scripts()).noneMatch(script -> script.contains("${{"));
        assertThat(workflow.scripts()).noneMatch(script -> script.contains("set -x"));
        workflow.jobs()
                .forEach((name, job) ->
                        assertThat(job.path("env").toString()).as(name).doesNotContain("secrets."));
        assertThat(workflow.content().path("env").toString()).doesNotContain("secrets.");
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void usesActionsOfAVersionAndKeepsNoCredentials(Workflow workflow) {
        for (JsonNode step : workflow.steps()) {
            if (step.has("uses")) {
                String action = step.path("uses").asText();
                assertThat(action).matches("[\\w-]+/[\\w-]+@v\\d+(\\.\\d+){0,2}");
                if (action.startsWith("actions/checkout@")) {
                    assertThat(step.at("/with/persist-credentials").asText())
                            .as("persist-credentials of %s in %s", action, workflow.file())
                            .isEqualTo("false");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void buildsWithProfilesAndPropertiesThatThereAre(Workflow workflow) throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        Set<String> profiles = matches("<profile>\\s*(?:<!--.*?-->\\s*)?<id>([\\w-]+)</id>", pom)
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
        for (List<String> words : workflow.builds()) {
            for (String word : words) {
                if (word.startsWith("-P")) {
                    assertThat(profiles).contains(word.substring(2));
                } else if (word.startsWith("-D")) {
                    String property = word.substring(2).replaceFirst("=.*", "");
                    assertThat(MAVENS.contains(property)
                                    || pom.contains("<name>" + property + "</name>")
                                    || pom.contains("<" + property + ">")
                                    || pom.contains("<" + property + "/>")
                                    || isReadByTests(property))
                            .as("%s in %s", property, words)
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void namesFilesThatThereAre(Workflow workflow) throws IOException {
        List<String> named = matches(
                        OUR_PATH.pattern(), Files.readString(workflow.file()).replaceAll("(?m)^\\s*#.*", ""))
                .map(match -> match.group(1))
                .toList();
        assertThat(named).isNotEmpty();
        for (String path : named) {
            assertThat(exists(path))
                    .as("%s, which %s names", path, workflow.file())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("workflows")
    void fetchesWhatAnEarlierJobHasLeft(Workflow workflow) {
        workflow.jobs().keySet().forEach(job -> {
            Set<String> left = new TreeSet<>();
            workflow.before(job).forEach(earlier -> left.addAll(artifacts(workflow, earlier, "upload")));
            for (String fetched : artifacts(workflow, job, "download")) {
                PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + fetched);
                assertThat(left).as("%s fetches %s", job, fetched).anyMatch(name -> pattern.matches(Path.of(name)));
            }
        });
    }

    /** Names of artifacts, for each kind of machine where a job has several. */
    private static List<String> artifacts(Workflow workflow, String job, String what) {
        List<String> architectures = new ArrayList<>();
        workflow.jobs()
                .get(job)
                .at("/strategy/matrix/include")
                .forEach(each -> architectures.add(each.path("arch").asText()));
        return workflow.steps(job).stream()
                .filter(step -> step.path("uses").asText().startsWith("actions/" + what + "-artifact@"))
                .map(step -> step.path("with"))
                .map(with -> with.has("name")
                        ? with.path("name").asText()
                        : with.path("pattern").asText())
                .flatMap(name -> name.contains("matrix.arch")
                        ? architectures.stream().map(arch -> name.replaceAll("\\$\\{\\{ *matrix\\.arch *}}", arch))
                        : Stream.of(name))
                .toList();
    }

    private static boolean exists(String path) throws IOException {
        int star = path.indexOf('*');
        if (star < 0) {
            return Files.exists(Path.of(path));
        }
        PathMatcher pattern = FileSystems.getDefault().getPathMatcher("glob:" + path);
        try (Stream<Path> files = Files.walk(Path.of(path.substring(0, path.lastIndexOf('/', star))))) {
            return files.anyMatch(pattern::matches);
        }
    }

    private static boolean isReadByTests(String property) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                if (Files.readString(file).contains("System.getProperty(\"" + property + "\"")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Stream<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(text).results();
    }
}
