package io.glooshot.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ExperimentStatus.State;
import io.glooshot.mesh.contract.ApiFront;
import io.glooshot.playground.Bookinfo;
import io.glooshot.playground.PseudoTerminal;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.Traffic;
import io.glooshot.playground.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code glooshot run} and {@code glooshot watch}, as a step of CI and as somebody at a terminal has them. */
@ExtendWith(SharedWorld.class)
class RunCommandIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path GOLDEN = Path.of("src/test/resources/cli");

    private static final String HEALTHY = """
            failureConditions:
            - name: errors
              trigger: {prometheus: {customQuery: 'vector(0)', comparisonOperator: ">", thresholdValue: 0.5}}
            """;

    private static World world;
    private static EndToEnd endToEnd;
    private static Bookinfo bookinfo;
    private static Traffic traffic;
    private static User user;
    private static ApiFront front;

    @TempDir
    static Path directory;

    private static Cli cli;

    @BeforeAll
    static void startBookinfo(World shared) throws IOException {
        world = shared;
        endToEnd = EndToEnd.on(world);
        bookinfo = world.bookinfo(world.newNamespace("run"));
        user = endToEnd.user(bookinfo.namespace());
        traffic = bookinfo.call("reviews", "ratings", 50);
        front = ApiFront.before(world.kube().client(), world.vertx());
        cli = new Cli(Files.writeString(directory.resolve("kubeconfig"), front.kubeconfig()));
    }

    @AfterAll
    static void stopBookinfo() {
        front.close();
        traffic.close();
        bookinfo.close();
    }

    @BeforeEach
    void awaitController() {
        endToEnd.ensureRunning();
    }

    @AfterEach
    void leavesNothingRunning() {
        front.restore();
        front.calm();
        await().atMost(LIMIT)
                .until(() -> traffic.since(Instant.now().minusSeconds(1)).stream()
                        .allMatch(answer -> answer.status() == 200));
    }

    @Test
    void succeedsPrintsWhatHappensAndDeletesTheExperimentButNotItsReport() throws IOException {
        Path junit = directory.resolve("new/chaos.xml");
        Path json = directory.resolve("chaos.json");

        Cli.Outcome outcome =
                run("resilient", abort("4s") + HEALTHY, "--junit", junit.toString(), "--json", json.toString());

        assertThat(outcome.code()).isZero();
        assertThat(user.find("resilient")).isEmpty();
        assertThat(user.report("resilient").getSpec().result()).isEqualTo(State.Succeeded);
        String lines = outcome.settled()
                .lines()
                .filter(line -> line.startsWith("HH:MM:SS")
                        && !line.contains(" left")
                        && !line.contains("waits for")
                        // Whether it is ever seen in these depends on the moment at which it is looked at.
                        && !line.contains("Pending")
                        && !line.contains("(Injecting: ")
                        && !line.contains("is Stopping"))
                .map(line -> line.replace(bookinfo.namespace(), "<namespace>"))
                .reduce("", (all, line) -> all + line + "\n");
        assertThat(lines).isEqualTo(golden("run-succeeds.txt"));
        assertThat(outcome.out())
                .contains(
                        "Succeeded  %s/resilient  DeadlineReached".formatted(bookinfo.namespace()), "Condition errors");
        assertThat(junit).content().contains("name=\"resilient\"", "failures=\"0\" errors=\"0\"");
        assertThat(json).content().contains("\"kind\"", "\"Report\"");
    }

    @Test
    void showsAReportInEachForm() throws IOException {
        assertThat(run("shown", "duration: 2s\n" + HEALTHY).code()).isZero();
        Map<String, String> signs = Map.of(
                "text", "Succeeded  %s/shown".formatted(bookinfo.namespace()),
                "html", "<!DOCTYPE html>",
                "junit", "<testsuites>",
                "json", "\"experimentUid\"",
                "markdown", "shown");
        signs.forEach((form, sign) -> {
            Cli.Outcome outcome = cli.run("report", "shown", "-n", bookinfo.namespace(), "-o", form);
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out()).containsIgnoringCase(sign);
        });

        Path file = directory.resolve("reports/shown.html");
        cli.run("report", "shown", "-n", bookinfo.namespace(), "-o", "html", "--output-file", file.toString());
        assertThat(file).content().containsIgnoringCase("<!DOCTYPE html>");

        Cli.Outcome missing = cli.run("report", "nothing", "-n", bookinfo.namespace());
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err())
                .contains("report %s/nothing is not there".formatted(bookinfo.namespace()), "Why:   ", "Do:    ");
    }

    @Test
    void failsWithACodeOfItsOwnWhenAConditionIsMet() throws IOException {
        String errors =
                "sum(rate(envoy_glooshot_requests_total{destination_namespace=\"%s\",response_code=\"500\"}[3s])) or vector(0)"
                        .formatted(bookinfo.namespace());
        await().atMost(LIMIT).until(() -> world.prometheus().query(errors).orElse(1) == 0);

        Cli.Outcome outcome = run("fragile", abort("1m") + """
                failureConditions:
                - name: errors
                  trigger:
                    prometheus:
                      customQuery: '%s'
                      comparisonOperator: ">"
                      thresholdValue: 0.5
                """.formatted(errors), "--keep");

        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out()).contains("fragile is Failed (ConditionMet: ", "Kept experiment ");
        assertThat(user.status("fragile").state()).isEqualTo(State.Failed);
    }

    @Test
    void endsWithTheWorstCodeOfSeveralAndRunsThemAll() throws IOException {
        Files.createDirectories(directory.resolve("several"));
        write(
                "several/1",
                "unknown",
                "duration: 2s\nfaults: [{destinationServices: [{name: nobody}], fault: {abort: {httpStatus: 500}}}]\n"
                        + HEALTHY);
        write("several/2", "control", "duration: 2s\n" + HEALTHY);

        Cli.Outcome outcome = cli.run(
                "run",
                "-n",
                bookinfo.namespace(),
                "-f",
                directory.resolve("several").toString(),
                "--generate-name");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out())
                .containsPattern("unknown-[a-z0-9]{5} is Aborted \\(UnknownService: There is no Service nobody")
                .containsPattern("control-[a-z0-9]{5} is Succeeded");
    }

    @Test
    void saysWhyTheApiServerRefusesAnExperiment() throws IOException {
        Cli.Outcome outcome = run("refused", "duration: 1m\nmaxBlind: 1h\n" + HEALTHY);

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err())
                .startsWith(
                        "Error: experiment %s/refused could not be created\nWhy:   ".formatted(bookinfo.namespace()))
                .contains("must be at least 1s and at most 10m")
                .contains("Do:    ")
                .doesNotContain("\tat ");
    }

    @Test
    void takesOverNoExperimentThatIsThereAlready() throws IOException {
        user.apply("taken", "duration: 5m\n" + HEALTHY);

        Cli.Outcome outcome = run("taken", "duration: 1s\n" + HEALTHY);

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.err()).contains("there is one of that name already", "--generate-name");
        assertThat(user.find("taken").orElseThrow().getSpec().duration()).isEqualTo("5m");
        user.kubectl("delete", "experiment", "taken");
    }

    @Test
    void countsWrongUsageAsNotRun() {
        assertThat(cli.run("run").code()).isEqualTo(3);
        assertThat(cli.run("run", "-f", "/nowhere.yaml").err()).contains("there is no such file or folder");
        assertThat(cli.run("run", "-f", "/nowhere.yaml").code()).isEqualTo(3);
    }

    @Test
    void survivesAnOutageOfTheApiServer() throws IOException {
        CompletableFuture<Cli.Outcome> running = runAside("outlasting", abort("8s") + HEALTHY);
        user.awaitInjected("outlasting");
        front.sever();
        // Long enough to be noticed, and over before the end.
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
        front.restore();

        Cli.Outcome outcome = running.join();

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out()).contains("The API server cannot be asked: ", "The API server answers again.");
    }

    @Test
    void neverTellsOfASuccessThatItHasNotSeen() throws IOException {
        CompletableFuture<Cli.Outcome> running = runAside("unseen", "duration: 3s\n" + HEALTHY, "--timeout", "2s");
        user.awaitState("unseen", State.Started);
        front.sever();
        user.awaitState("unseen", State.Succeeded);
        front.restore();

        // It asks for the end it could not see, and only then says so.
        assertThat(running.join().code()).isZero();
        assertThat(running.join().out()).contains("The timeout has passed").contains("unseen is Succeeded");
    }

    @Test
    void stopsTheExperimentWhenItsTimeIsUp() throws IOException {
        Cli.Outcome outcome = run("slow", abort("5m") + HEALTHY, "--timeout", "4s");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).contains("The timeout has passed", "slow is Aborted");
    }

    @Test
    void tellsHowItWentWhenSomebodyElseDeletesTheExperiment() throws IOException {
        CompletableFuture<Cli.Outcome> running = runAside("deleted", abort("5m") + HEALTHY);
        user.awaitInjected("deleted");
        user.kubectl("delete", "experiment", "deleted", "--wait=false");

        Cli.Outcome outcome = running.join();

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).contains("Aborted");
    }

    @Test
    void takesTheExperimentBackWhenNoControllerIsThere() throws IOException {
        endToEnd.controller().kill();

        Cli.Outcome outcome = run("unheard", abort("5m") + HEALTHY, "--pickup-timeout", "1s");

        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).contains("No controller has taken experiment", "nothing was touched");
        assertThat(user.find("unheard")).isEmpty();
    }

    @Test
    void stopsAtCtrlCAndWaitsUntilTheFaultIsOff() throws IOException {
        try (PseudoTerminal terminal = atTerminal("interrupted", abort("5m") + HEALTHY)) {
            terminal.awaitText("the faults are on", LIMIT);
            terminal.awaitText("errors 0 \\(met when > 0.5\\)", LIMIT);
            terminal.type("\003");

            assertThat(terminal.awaitExit(LIMIT)).isEqualTo(2);
            assertThat(terminal.text()).contains("Interrupted: the experiment is stopped", "interrupted is Aborted");
            assertThat(user.report("interrupted").getSpec().timeRemoved()).isNotNull();
        }
    }

    @Test
    void saysWhatIsLeftWhenItIsInterruptedTwice() throws IOException {
        try (PseudoTerminal terminal = atTerminal("left", abort("5m") + HEALTHY)) {
            terminal.awaitText("the faults are on", LIMIT);
            front.sever();
            terminal.awaitText("The API server cannot be asked", LIMIT);
            terminal.type("\003");
            terminal.awaitText("could not be told to stop yet", LIMIT);
            terminal.type("\003");

            assertThat(terminal.awaitExit(LIMIT)).isEqualTo(3);
            assertThat(terminal.text()).contains("Left experiment", "glooshot stop left -n " + bookinfo.namespace());
        } finally {
            user.kubectl("delete", "experiment", "left", "--timeout=60s");
        }
    }

    @Test
    void watchShowsWhatRunsWithValuesAndTheShareOfFaultedCalls() throws IOException {
        user.apply("shown", abort("5m") + HEALTHY);
        user.awaitInjected("shown");
        try (PseudoTerminal terminal = cli.atTerminal(
                20,
                100,
                Map.of(),
                "watch",
                "-n",
                bookinfo.namespace(),
                "--prometheus-url",
                world.prometheus().url())) {
            terminal.awaitScreen("shown +Started +4m\\d\\ds +[1-9][0-9.]*% of calls; asked for 100%", LIMIT);
            terminal.awaitScreen("errors +0 +> 0.5 +[▁-█]{3}", LIMIT);
            terminal.resize(10, 60);
            terminal.awaitScreen("(?m)^Gloo Shot: .{1,49}$", LIMIT);
            terminal.type("q");
            assertThat(terminal.awaitExit(LIMIT)).isZero();
        } finally {
            user.kubectl("delete", "experiment", "shown", "--timeout=60s");
        }
    }

    private static Cli.Outcome run(String name, String spec, String... options) throws IOException {
        return cli.run(arguments(name, spec, options));
    }

    private static CompletableFuture<Cli.Outcome> runAside(String name, String spec, String... options)
            throws IOException {
        String[] arguments = arguments(name, spec, options);
        return CompletableFuture.supplyAsync(() -> cli.run(arguments));
    }

    private static PseudoTerminal atTerminal(String name, String spec) throws IOException {
        return cli.atTerminal(24, 120, Map.of(), arguments(name, spec));
    }

    private static String[] arguments(String name, String spec, String... options) throws IOException {
        String[] all = new String[options.length + 5];
        all[0] = "run";
        all[1] = "-n";
        all[2] = bookinfo.namespace();
        all[3] = "-f";
        all[4] = write(name, name, spec).toString();
        System.arraycopy(options, 0, all, 5, options.length);
        return all;
    }

    private static Path write(String file, String name, String spec) throws IOException {
        return Files.writeString(
                directory.resolve(file + ".yaml"),
                "apiVersion: glooshot.solo.io/v1\nkind: Experiment\nmetadata: {name: %s}\nspec:\n%s"
                        .formatted(name, ("recoveryTimeout: 10s\n" + spec).indent(2)));
    }

    private static String abort(String duration) {
        return """
                duration: %s
                faults:
                - originServices: [{name: reviews}]
                  destinationServices: [{name: ratings}]
                  fault: {abort: {httpStatus: 500}}
                """.formatted(duration);
    }

    private static String golden(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name));
    }
}
