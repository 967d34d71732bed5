package io.glooshot.report.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Media;
import io.glooshot.api.Report;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page as people have it: in a real browser, without a server. */
@ExtendWith(Browsers.class)
class HtmlReportIT {

    private static final String PLOTTED = "many-readings";

    private final Browsers browsers;

    HtmlReportIT(Browsers browsers) {
        this.browsers = browsers;
    }

    static Stream<String> samples() {
        return SampleReports.NAMES.stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void opensWithoutAnErrorAndAsksNobodyForAnything(String name) {
        try (OpenPage open = open(name, Look.LIGHT)) {
            assertThat(open.page().locator("h1").textContent())
                    .contains(SampleReports.get(name).getMetadata().getName());
            assertThat(open.requests()).containsExactly(open.address());
            assertThat(open.complaints()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"LIGHT", "DARK"})
    void drawsEachConditionWithItsThresholdAndTheFaults(Look look) {
        try (OpenPage open = open(PLOTTED, look)) {
            List<Locator> plots = open.page().locator("figure.plot").all();
            assertThat(plots).hasSize(2);
            for (Locator plot : plots) {
                Canvas canvas = Canvas.of(plot);
                assertThat(canvas.dots("plot-value")).as("of the line").isGreaterThan(300);
                assertThat(canvas.widestRow("plot-threshold"))
                        .as("width of the threshold, which is dashed")
                        .isGreaterThan(canvas.width() / 3);
                assertThat(canvas.tallestColumn("plot-edge"))
                        .as("height of the line where the faults come on or off")
                        .isGreaterThan(canvas.height() / 3);
            }
        }
    }

    @Test
    void whatIsNoNumberIsAGapWithAMark() {
        try (OpenPage open = open(PLOTTED, Look.LIGHT)) {
            Canvas canvas = Canvas.of(open.page().locator("figure.plot").first());
            // Four readings in a row that failed, each a second after the other.
            List<Integer> failed = firstGroup(canvas.columnsOfMarks("plot-trouble"));

            assertThat(failed).hasSizeGreaterThan(20);
            assertThat(canvas.columns("plot-value")).hasSizeGreaterThan(300).doesNotContainAnyElementsOf(failed);
            assertThat(open.page().locator("td.failed").first().textContent())
                    .isEqualTo("failed: Connection refused by prometheus.monitoring:9090.");
            assertThat(open.page().locator("td.not-finite").allTextContents()).containsExactly("NaN", "+Inf met");
        }
    }

    @Test
    void aValueBetweenGapsHasADot() {
        int[] at = {0};
        Report report = SampleReports.changed(
                PLOTTED, text -> Figures.finite(text).isPresent() && at[0]++ % 2 == 0 ? "NaN" : text);
        try (OpenPage open = browsers.open(page(report), Look.PHONE)) {
            assertThat(Canvas.of(open.page().locator("figure.plot").first()).dots("plot-value"))
                    .isGreaterThan(100);
        }
    }

    private static List<Integer> firstGroup(List<Integer> columns) {
        int last = 0;
        while (last + 1 < columns.size() && columns.get(last + 1) - columns.get(last) <= 4) {
            last++;
        }
        return columns.subList(0, last + 1);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void canBeUsedByEverybody(String name) {
        for (Look look : List.of(Look.LIGHT, Look.DARK)) {
            try (OpenPage open = open(name, look)) {
                open.page().locator("summary").all().forEach(Locator::click);
                assertThat(open.accessibilityViolations()).as("in %s", look).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void fitsAPhone(String name) {
        try (OpenPage open = open(name, Look.PHONE)) {
            assertFits(open);
        }
    }

    @Test
    void fitsAPhoneHoweverLongItsNamesAre() {
        Report report = SampleReports.changed(PLOTTED, text -> text + "x".repeat(200));
        try (OpenPage open = browsers.open(page(report), Look.PHONE)) {
            assertFits(open);
        }
    }

    private static void assertFits(OpenPage open) {
        open.page().locator("summary").all().forEach(Locator::click);
        assertThat(open.page().evaluate("document.documentElement.scrollWidth"))
                .isEqualTo(open.page().evaluate("document.documentElement.clientWidth"));
    }

    @Test
    void zoomsAllPlotsIntoWhatIsDraggedOver() {
        try (OpenPage open = open(PLOTTED, Look.LIGHT)) {
            Page page = open.page();
            assertThat(page.locator(".range").allTextContents()).containsOnly("Whole run");
            int before = Canvas.of(page.locator("figure.plot").nth(1)).dots("plot-value");

            drag(page, page.locator(".u-over").first());

            String shown = page.locator(".range").first().textContent();
            assertThat(shown).matches("From .+ to .+");
            assertThat(page.locator(".range").allTextContents()).containsOnly(shown);
            assertThat(Canvas.of(page.locator("figure.plot").nth(1)).dots("plot-value"))
                    .isNotEqualTo(before);

            page.locator("[data-zoom=all]").first().focus();
            page.keyboard().press("Enter");
            assertThat(page.locator(".range").allTextContents()).containsOnly("Whole run");
            page.locator("[data-zoom=in]").last().click();
            assertThat(page.locator(".range").first().textContent()).matches("From .+ to .+");
            page.locator(".u-over").first().dblclick();
            assertThat(page.locator(".range").allTextContents()).containsOnly("Whole run");
            assertThat(open.complaints()).isEmpty();
        }
    }

    private static void drag(Page page, Locator plot) {
        plot.scrollIntoViewIfNeeded();
        BoundingBox box = plot.boundingBox();
        double y = box.y + box.height / 2;
        page.mouse().move(box.x + box.width * 0.3, y);
        page.mouse().down();
        page.mouse().move(box.x + box.width * 0.5, y);
        page.mouse().up();
    }

    @Test
    void saysWhatIsUnderThePointer() {
        try (OpenPage open = open(SampleReports.FAILED, Look.LIGHT)) {
            Locator plot = open.page().locator(".u-over");
            plot.scrollIntoViewIfNeeded();
            BoundingBox box = plot.boundingBox();

            open.page().mouse().move(box.x + 1, box.y + box.height / 2);

            assertThat(open.page().locator(".readout").textContent()).isEqualTo("15:50:54.967 UTC (−0.974 s): 0");
        }
    }

    @Test
    void isPrintedOnWhiteWhateverTheScreenIs() {
        try (OpenPage open = open(PLOTTED, Look.DARK)) {
            Page page = open.page();
            Locator plot = page.locator("figure.plot").first();

            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

            assertThat(page.locator(".zoom").first().isVisible()).isFalse();
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
            assertThat(Canvas.of(plot).dots("#1457a8"))
                    .as("of the line in the colour for white")
                    .isGreaterThan(300);
            assertThat(page.pdf()).startsWith('%', 'P', 'D', 'F');
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.SCREEN));
            assertThat(Canvas.of(plot).dots("#1457a8")).isZero();
            assertThat(open.complaints()).isEmpty();
        }
    }

    @Test
    void showsWhatItIsGivenAndRunsNothingOfIt() {
        for (String text : List.of(
                HostileText.all(), "</script><script>window.pwned=1</script>", "<img src=x onerror=window.pwned=1>")) {
            try (OpenPage open = browsers.open(page(SampleReports.hostile(PLOTTED, text)), Look.LIGHT)) {
                Page page = open.page();
                assertThat(page.locator("h1 .name").textContent()).isEqualTo(Visible.line(text));
                assertThat(page.locator("img").count()).isZero();
                assertThat(page.locator("script").count()).isEqualTo(3);
                assertThat(page.locator("[onmouseover], [onfocus], [onerror]").count())
                        .isZero();
                assertThat(page.evaluate("typeof window.pwned")).isEqualTo("undefined");
                assertThat(page.locator("canvas").count()).isEqualTo(2);
                assertThat(open.requests()).containsExactly(open.address());
                assertThat(open.complaints()).isEmpty();
            }
        }
    }

    /** What if the escaping had a hole? */
    @Test
    void runsNothingThatGotIntoItAsMarkup() {
        String page = page(SampleReports.get(SampleReports.FAILED)).replace("<footer>", """
                        <img src="x" onerror="window.pwned=1"><img src="https://127.0.0.1:1/x.png">
                        <script>window.pwned=1</script><script src="https://127.0.0.1:1/x.js"></script>
                        <style>h1 { display: none }</style><p id="styled" style="color: red">x</p><footer>""");
        try (OpenPage open = browsers.open(page, Look.LIGHT)) {
            assertThat(open.page().evaluate("typeof window.pwned")).isEqualTo("undefined");
            assertThat(open.page().locator("h1").isVisible()).isTrue();
            assertThat(open.complaints()).isNotEmpty().allMatch(said -> said.contains("Content Security Policy"));
            assertThat(open.requests()).containsExactly(open.address());
            assertThat(open.kept()).hasSize(3);
        }
    }

    /** Every number that there is. */
    @Test
    void drawsNumbersOfAnySize() {
        for (List<String> numbers : List.of(
                List.of("1.7976931348623157E308", "-1.7976931348623157E308"),
                List.of("4.9E-324", "0"),
                List.of("1e300", "1e300"),
                List.of("NaN", "+Inf"))) {
            int[] at = {0};
            Report report = SampleReports.changed(
                    SampleReports.FAILED,
                    text -> Figures.finite(text).isPresent() ? numbers.get(at[0]++ % numbers.size()) : text);
            try (OpenPage open = browsers.open(page(report), Look.LIGHT)) {
                assertThat(open.page().locator("canvas").count()).isEqualTo(1);
                assertThat(open.page().locator(".legend span").count()).isGreaterThan(1);
                assertThat(open.complaints()).isEmpty();
            }
        }
    }

    private OpenPage open(String name, Look look) {
        return browsers.open(page(SampleReports.get(name)), look);
    }

    private static String page(Report report) {
        return new ReportRenderer(Screen.PLAIN).render(report, Optional.empty(), ReportFormat.HTML);
    }
}
