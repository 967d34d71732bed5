package io.glooshot.cli;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: the same parts in the same order for each command. A command's footer is its examples. */
final class HelpPage {

    private HelpPage() {}

    /** For a command and all below it. */
    static void arrange(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        UsageMessageSpec help = spec.usageMessage();
        help.descriptionHeading("%n");
        help.parameterListHeading("%nArguments:%n");
        help.optionListHeading("%nOptions:%n");
        help.commandListHeading("%nCommands:%n");
        if (help.footer().length > 0) {
            help.footerHeading("%nExamples:%n");
        }
        Map<String, String> exitCodes = help.exitCodeList();
        if (!exitCodes.isEmpty()) {
            help.exitCodeListHeading("%nExit codes:%n");
        }
        if (spec.parent() != null && spec.findOption("-V") != null) {
            // There is one version, and `glooshot version` tells it.
            spec.remove(spec.findOption("-V"));
        }
        command.getSubcommands().values().forEach(HelpPage::arrange);
    }
}
