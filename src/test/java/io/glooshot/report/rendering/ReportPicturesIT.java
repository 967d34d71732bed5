package io.glooshot.report.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pictures of the documentation. {@code ./mvnw verify -Dtest=NONE -Dsurefire.failIfNoSpecifiedTests=false
 * -Dit.test=ReportPicturesIT -Dreports.update} takes them anew; else they are only looked at.
 */
@ExtendWith(Browsers.class)
class ReportPicturesIT {

    private static final Path DIRECTORY = Path.of("docs/images");
    /** A page of documentation is read over slow lines too. */
    private static final long MOST_BYTES = 150_000;

    private static final double MARGIN = 10;

    private final Browsers browsers;

    ReportPicturesIT(Browsers browsers) {
        this.browsers = browsers;
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, report-light.png", "DARK, report-dark.png", "PHONE, report-phone.png"})
    void showThePageAsItIs(Look look, String name) throws IOException {
        Path picture = DIRECTORY.resolve(name);
        String html = new ReportRenderer(Screen.PLAIN)
                .render(SampleReports.get("many-readings"), Optional.empty(), ReportFormat.HTML);
        try (OpenPage open = browsers.open(html, look)) {
            BoundingBox plot = open.page().locator("figure.plot").first().boundingBox();
            byte[] taken = open.page()
                    .screenshot(new ScreenshotOptions()
                            .setFullPage(true)
                            .setClip(0, 0, open.page().viewportSize().width, plot.y + plot.height + MARGIN));
            if (System.getProperty("reports.update") != null) {
                Files.createDirectories(DIRECTORY);
                Files.write(picture, taken);
            }
            assertThat(taken).hasSizeBetween(10_000, (int) MOST_BYTES);
        }
        assertThat(picture).exists();
        assertThat(Files.size(picture)).isLessThan(MOST_BYTES);
    }
}
