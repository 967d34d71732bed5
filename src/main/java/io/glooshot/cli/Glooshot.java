package io.glooshot.cli;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code glooshot} command. Only its {@code controller} command starts Quarkus, so that all others start at once. */
@QuarkusMain
@Command(
        name = "glooshot",
        description = "Chaos engineering for service meshes: a fault is never left behind, and never runs unwatched.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            ControllerCommand.class,
            GuardCommand.class,
            RecoverCommand.class,
            StopCommand.class,
            EnvoyConfigCommand.class,
            CommandLine.HelpCommand.class
        })
public class Glooshot implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String... args) {
        System.exit(new CommandLine(new Glooshot()).execute(args));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
