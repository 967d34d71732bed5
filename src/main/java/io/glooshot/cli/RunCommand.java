package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.glooshot.api.Experiment;
import io.glooshot.api.Report;
import io.glooshot.apiserver.ApiFailure;
import io.glooshot.cli.RunFollower.Patience;
import io.glooshot.cli.RunResult.Code;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs experiments to their end, one after the other, as a step of CI. */
@Command(
        name = "run",
        description = {
            "Create an experiment, watch it to its end and print its report; several of them one after the other.",
            "Ctrl-C stops the experiment and waits until its faults are off; the second one ends the command at once.",
            "The Experiment is deleted once it is known whether the system has healed. Its Report stays."
        },
        footer = {
            "  glooshot run -f experiment.yaml",
            "  glooshot run -f experiments/ -n staging --generate-name --timeout 15m",
            "  kustomize build chaos | glooshot run -f - --junit target/chaos.xml"
        },
        exitCodeList = {
            "0:Succeeded, all of them",
            "1:Failed: a failure condition was met",
            "2:Aborted: stopped for any other reason",
            "3:could not run, or nobody knows how it ended; also wrong usage. Of several the worst counts"
        },
        exitCodeOnInvalidInput = 3,
        exitCodeOnExecutionException = 3,
        mixinStandardHelpOptions = true)
class RunCommand implements Callable<Integer> {

    /** More than a run needs besides its duration: to start, to remove its faults, to count them. */
    private static final Duration AROUND = Duration.ofMinutes(10);

    private static final Duration REMOVAL = Duration.ofMinutes(5);
    private static final Duration LATE_RECOVERY = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private NamespaceOption namespace;

    @Mixin
    private ExperimentFiles files;

    @Option(names = "--name", paramLabel = "NAME", description = "Call the experiment so, whatever the file says.")
    private String name;

    @Option(
            names = "--generate-name",
            description = "Add five random letters to its name, so that each run keeps a Report of its own.")
    private boolean generateName;

    @Option(
            names = "--junit",
            paramLabel = "FILE",
            description = "Write the results there as JUnit XML, which CI servers read.")
    private Path junit;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the Reports there as JSON.")
    private Path json;

    @Option(names = "--keep", description = "Do not delete the Experiment afterwards.")
    private boolean keep;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            description =
                    "How long an experiment may take until its faults are off; then it is stopped. Default: its duration and 10 minutes.")
    private Duration timeout;

    @Option(
            names = "--pickup-timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "1m",
            description = "How long to wait for a controller to take the experiment up. Default: ${DEFAULT-VALUE}")
    private Duration pickup;

    @Override
    public Integer call() throws InterruptedException {
        List<Experiment> written = files.read();
        if (name != null && written.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--name is for one experiment, and there are %d".formatted(written.size()));
        }
        var progress = new RunProgress(spec.commandLine().getOut(), Clock.systemUTC(), StandardOutput.columns());
        try (KubernetesClient client = cluster.connect();
                Interruption interruption = Interruption.catching()) {
            List<Experiment> ready = written.stream()
                    .map(each -> ExperimentCreation.named(each, namespace.of(client, each), name, generateName))
                    .toList();
            List<RunResult> results = new ArrayList<>();
            for (Experiment experiment : ready) {
                if (interruption.count() > 0) {
                    progress.line(
                            "Not run: experiment " + experiment.getMetadata().getName());
                    results.add(RunResult.notRun(experiment.getMetadata().getName()));
                } else {
                    results.add(run(client, experiment, interruption, progress));
                }
            }
            write(results);
            return RunResult.exitCode(results);
        }
    }

    /** One that cannot be run keeps no other from it. */
    private RunResult run(KubernetesClient client, Experiment ready, Interruption interruption, RunProgress progress)
            throws InterruptedException {
        try {
            Experiment created = new ExperimentCreation(client, interruption, progress::line).create(ready);
            var access = ExperimentAccess.to(client, created);
            progress.line("Created %s.".formatted(access));
            var follower = new RunFollower(access, patience(created), interruption, progress);
            Code code = follower.follow();
            boolean isKnown = code == Code.NOT_RUN || follower.followRecovery();
            var result = new RunResult(access.name(), code, follower.report());
            if (code != Code.NOT_RUN) {
                tidy(access, isKnown, progress);
            }
            result.report().ifPresent(this::show);
            return result;
        } catch (CommandFailure | KubernetesClientException failure) {
            progress.erase();
            FailureReport.tell(failure, spec.commandLine());
            return RunResult.notRun(ready.getMetadata().getName());
        }
    }

    private void show(Report report) {
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        ReportFiles.print(out, ReportFiles.text(report), false);
        out.println();
        out.flush();
    }

    private void write(List<RunResult> results) {
        if (junit != null) {
            ReportFiles.write(junit, RunDocuments.junit(results));
        }
        if (json != null) {
            ReportFiles.write(json, RunDocuments.json(results));
        }
    }

    private void tidy(ExperimentAccess access, boolean isRecoveryKnown, RunProgress progress) {
        if (keep || !isRecoveryKnown) {
            progress.line("Kept %s%s."
                    .formatted(access, keep ? "" : ", so that it is still found out whether the system heals"));
            return;
        }
        try {
            access.delete();
            progress.line("Deleted %s; its Report stays.".formatted(access));
        } catch (KubernetesClientException failure) {
            progress.line("%s could not be deleted: %s.".formatted(access, ApiFailure.describe(failure)));
        }
    }

    private Patience patience(Experiment created) {
        return new Patience(
                pickup,
                timeout == null ? duration(created.getSpec().duration()).plus(AROUND) : timeout,
                REMOVAL,
                duration(created.getSpec().recoveryTimeout()).plus(LATE_RECOVERY));
    }

    private static Duration duration(String text) {
        return new GoDuration().convert(text);
    }
}
