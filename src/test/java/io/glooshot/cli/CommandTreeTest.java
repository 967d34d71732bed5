package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What every command owes those who meet it, whoever wrote it. */
class CommandTreeTest {

    private static final int COLUMNS = 80;

    static Stream<CommandLine> commands() {
        return below(Glooshot.commandLine());
    }

    private static Stream<CommandLine> below(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream()
                        .filter(each -> !(each.getCommand() instanceof CommandLine.HelpCommand))
                        .flatMap(CommandTreeTest::below));
    }

    private static CommandSpec spec(CommandLine command) {
        return command.getCommandSpec();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void saysWhatItDoesAndHowItEnds(CommandLine command) {
        assertThat(spec(command).usageMessage().description()).isNotEmpty();
        assertThat(spec(command).usageMessage().description()[0])
                .as("in a sentence")
                .matches("[A-Z].*\\.");
        assertThat(spec(command).usageMessage().exitCodeList())
                .as("exit codes")
                .containsKeys("0", "2")
                .doesNotContainValue("");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void describesEachOfItsOptionsAndArguments(CommandLine command) {
        List<ArgSpec> all = new ArrayList<>(spec(command).options());
        all.addAll(spec(command).positionalParameters());

        assertThat(all)
                .filteredOn(each -> !each.hidden())
                .allSatisfy(each ->
                        assertThat(each.description()).as(each.paramLabel()).isNotEmpty());
    }

    /** Its footer is a list of them. They can be copied: the command takes them as they are. */
    @ParameterizedTest
    @MethodSource("commands")
    void showsExamplesThatItUnderstands(CommandLine command) {
        String[] footer = spec(command).usageMessage().footer();

        assertThat(footer).as("examples").isNotEmpty();
        assertThat(spec(command).usageMessage().footerHeading()).contains("Examples:");
        assertThat(footer).allSatisfy(line -> assertThat(line).startsWith("  "));
        assertThat(Example.of(footer)).isNotEmpty().allSatisfy(words -> {
            Glooshot.commandLine().parseArgs(words.toArray(String[]::new));
            assertThat(String.join(" ", words))
                    .startsWith(spec(command).qualifiedName().replaceFirst("^glooshot ?", ""));
        });
    }

    @ParameterizedTest
    @MethodSource("commands")
    void fitsATerminal(CommandLine command) {
        assertThat(command.getUsageMessage(Ansi.OFF).lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(COLUMNS));
        assertThat(spec(command).usageMessage().footer())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(COLUMNS));
    }

    /** Whoever has learnt an option knows it everywhere: the same names, and the same kind of value after them. */
    @Test
    void noOptionMeansTwoThings() {
        Map<String, String> meanings = new HashMap<>();
        commands()
                .forEach(command -> spec(command).options().forEach(option -> {
                    for (String name : option.names()) {
                        String meaning = meaning(option);
                        assertThat(meanings.computeIfAbsent(name, first -> meaning))
                                .as("%s of %s", name, spec(command).qualifiedName())
                                .isEqualTo(meaning);
                    }
                }));
        assertThat(meanings).containsKeys("--kubeconfig", "--context", "-n", "-A", "-o", "--dry-run", "--timeout");
    }

    private static String meaning(OptionSpec option) {
        String value = option.arity().max() == 0 ? "no value" : option.paramLabel();
        return new TreeSet<>(Arrays.asList(option.names())) + " " + value;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void takesVerboseAndHelp(CommandLine command) {
        assertThat(spec(command).optionsMap()).containsKeys("-h", "--help", "-v", "--verbose");
    }

    @Test
    void theVersionIsToldInOnePlace() {
        assertThat(commands().filter(command -> spec(command).findOption("-V") != null))
                .singleElement()
                .satisfies(command -> assertThat(command.getCommandName()).isEqualTo("glooshot"));
    }
}
