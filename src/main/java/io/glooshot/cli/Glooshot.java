package io.glooshot.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code glooshot} command. Only its {@code controller} command starts Quarkus, so that all others start at once. */
@QuarkusMain
@Command(
        name = "glooshot",
        description = "Chaos engineering for service meshes: a fault is never left behind, and never runs unwatched.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "  glooshot get experiments -A",
            "  glooshot describe experiment abort-ratings -n bookinfo",
            "  glooshot stop abort-ratings -n bookinfo",
            "  glooshot stop --all --reason 'incident 42'"
        },
        exitCodeList = {"0:done", "1:failed; the error says why", "2:wrong usage"},
        subcommands = {
            InitCommand.class,
            UninstallCommand.class,
            DoctorCommand.class,
            ControllerCommand.class,
            GuardCommand.class,
            RecoverCommand.class,
            StopCommand.class,
            RegisterCommand.class,
            CreateCommand.class,
            ConvertCommand.class,
            RunCommand.class,
            WatchCommand.class,
            PlanCommand.class,
            ReportCommand.class,
            EnvoyConfigCommand.class,
            GetCommand.class,
            DescribeCommand.class,
            DeleteCommand.class,
            VersionCommand.class,
            CompletionCommand.class,
            CommandLine.HelpCommand.class
        })
public class Glooshot implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the details of errors.")
    private boolean verbose;

    public static void main(String... args) {
        Logging.prepare(args);
        System.exit(commandLine().execute(args));
    }

    /** The command with all that is below it, as {@code main} runs it. */
    public static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Glooshot())
                .setExecutionExceptionHandler(new FailureReport())
                .setParameterExceptionHandler(new UsageReport());
        HelpPage.arrange(command);
        return command;
    }

    static boolean isVerbose(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCommand() instanceof Glooshot glooshot && glooshot.verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
