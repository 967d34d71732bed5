package io.glooshot.report.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code ./mvnw test -Dtest=ReportGoldenTest -Dreports.update} writes the files anew. Look at what has changed in them. */
class ReportGoldenTest {

    @TestFactory
    Stream<DynamicTest> looksAsItDid() {
        return SampleReports.NAMES.stream()
                .flatMap(name -> Arrays.stream(ReportFormat.values())
                        .map(format -> DynamicTest.dynamicTest(
                                name + " as " + format, () -> assertGolden(file(name, format), shown(name, format)))));
    }

    @Test
    void looksAsItDidInColour() throws IOException {
        String text = render(SampleReports.FAILED, ReportFormat.TEXT, new Screen(80, true, true));

        assertGolden("failed-in-colour.txt", text.replace("\u001b", "␛"));
    }

    @Test
    void looksAsItDidOnANarrowScreenWithoutUnicode() throws IOException {
        String text = render("many-readings", ReportFormat.TEXT, new Screen(60, false, false));

        assertGolden("many-readings-in-ascii.txt", text);
        assertThat(text).matches("\\A\\p{ASCII}*\\z");
        assertThat(text.lines().filter(line -> line.length() > 60)).isEmpty();
    }

    private static String file(String name, ReportFormat format) {
        String ending = switch (format) {
            case TEXT -> "txt";
            case HTML -> "html";
            case JUNIT -> "xml";
            case JSON -> "json";
            case MARKDOWN -> "md";
        };
        return name.toLowerCase(Locale.ROOT) + "." + ending;
    }

    /** Without what is the same in every page. */
    private static String shown(String name, ReportFormat format) {
        String text = render(name, format, Screen.PLAIN);
        return format == ReportFormat.HTML
                ? text.replaceAll("(?s)<style>.*?</style>", "<style></style>")
                        .replaceAll("(?s)<script>.*?</script>", "<script></script>")
                        .replaceAll("sha256-[^&]*", "sha256-…")
                : text;
    }

    private static String render(String name, ReportFormat format, Screen screen) {
        return new ReportRenderer(screen).render(SampleReports.get(name), Optional.empty(), format);
    }

    private static void assertGolden(String name, String text) throws IOException {
        Path file = SampleReports.DIRECTORY.resolve(name);
        if (System.getProperty("reports.update") != null) {
            Files.writeString(file, text);
        }
        assertThat(file)
                .content()
                .as("%s is out of date: run ./mvnw test -Dtest=ReportGoldenTest -Dreports.update", file)
                .isEqualTo(text);
    }
}
