package io.glooshot.report.rendering;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.glooshot.api.Report;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.w3c.dom.Document;

/** Whatever a report says, it is only shown. */
class HostileReportTest {

    private static final Pattern PLOTS =
            Pattern.compile("<script type=\"application/json\" id=\"plots\">(.*?)</script>");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");
    /** What can be said of a condition that is to be run again depends on what it asks: nothing, a query or a URL. */
    private static final List<String> HARMLESS = List.of("x", "7", "http://x.example");

    private static final Parser MARKDOWN =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();

    @Provide
    Arbitrary<String> hostile() {
        return HostileText.any();
    }

    @Property(tries = 150)
    void nothingInTheTextMovesTheCursor(@ForAll("hostile") String text) {
        String shown = render("many-readings", text, ReportFormat.TEXT);

        assertThat(shown.codePoints().filter(character -> character != '\n' && !Visible.isHarmless(character)))
                .as("characters that do something, in %s", shown)
                .isEmpty();
    }

    @Property(tries = 150)
    void colourIsAllThatMovesWhereThereIsSome(@ForAll("hostile") String text) {
        Report report = SampleReports.hostile("many-readings", text);
        String shown =
                new ReportRenderer(new Screen(80, true, true)).render(report, Optional.empty(), ReportFormat.TEXT);

        assertThat(shown.replaceAll("\u001b\\[[0-9]{1,2}m", "")
                        .codePoints()
                        .filter(character -> character != '\n' && !Visible.isHarmless(character)))
                .isEmpty();
    }

    @Property(tries = 100)
    void thePageHasNoOtherTagsThanAnyPage(@ForAll("hostile") String text) {
        assertThat(tags(render("many-readings", text, ReportFormat.HTML)))
                .isIn(HARMLESS.stream()
                        .map(harmless -> tags(render("many-readings", harmless, ReportFormat.HTML)))
                        .toList());
    }

    /** A tag without what its attributes say. */
    private static List<String> tags(String page) {
        return TAG.matcher(page.replaceAll("(?s)<(script|style)>.*?</\\1>", "<$1></$1>"))
                .results()
                .map(tag -> tag.group().replaceAll("\"[^\"]*\"", "\"\""))
                .toList();
    }

    @Property(tries = 150)
    void thePlotsDataIsReadAsItWasMeant(@ForAll("hostile") String text) throws IOException {
        Matcher plots = PLOTS.matcher(render("many-readings", text, ReportFormat.HTML));

        assertThat(plots.find()).isTrue();
        assertThat(plots.group(1)).matches("[ -~&&[^<>&']]*");
        assertThat(new ObjectMapper()
                        .readTree(plots.group(1))
                        .at("/conditions/0/texts/30")
                        .asText())
                .isEqualTo(Visible.line(text));
    }

    @Property(tries = 150)
    void junitIsSoundXml(@ForAll("hostile") String text) {
        Document document = JUnitSchema.validate(render("failed", text, ReportFormat.JUNIT));

        assertThat(document.getElementsByTagName("failure").item(0).getTextContent())
                .isEqualTo(Visible.line(text));
    }

    @Property(tries = 150)
    void markdownHasNoLinkAndNoMarkupButItsOwn(@ForAll("hostile") String text) {
        assertThat(markup(MARKDOWN.parse(render("succeeded", text, ReportFormat.MARKDOWN))))
                .isIn(HARMLESS.stream()
                        .map(harmless -> markup(MARKDOWN.parse(render("succeeded", harmless, ReportFormat.MARKDOWN))))
                        .toList());
    }

    /** The kind of each node, the tables' cells among them, and the text of what is passed on as it is. */
    private static List<String> markup(Node document) {
        List<String> found = new ArrayList<>();
        document.accept(new AbstractVisitor() {
            @Override
            protected void visitChildren(Node parent) {
                found.add(parent.getClass().getSimpleName());
                super.visitChildren(parent);
            }

            @Override
            public void visit(HtmlBlock html) {
                found.add(html.getLiteral());
            }

            @Override
            public void visit(HtmlInline html) {
                found.add(html.getLiteral());
            }

            @Override
            public void visit(Link link) {
                found.add("link to " + link.getDestination());
            }

            @Override
            public void visit(Image image) {
                found.add("image of " + image.getDestination());
            }
        });
        return found;
    }

    private static String render(String name, String text, ReportFormat format) {
        return new ReportRenderer(Screen.PLAIN).render(SampleReports.hostile(name, text), Optional.empty(), format);
    }
}
