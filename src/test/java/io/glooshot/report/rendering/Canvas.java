package io.glooshot.report.rendering;

import com.microsoft.playwright.Locator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What a plot has drawn, dot by dot.
 *
 * @param plot the figure it is in
 */
record Canvas(Locator plot, int width, int height) {

    /** The columns and rows in which a colour is, and how often. A name is that of a variable of the page's style. */
    private static final String COUNT = """
            (figure, name) => {
              const canvas = figure.querySelector('canvas');
              const paint = name.startsWith('#') ? name : getComputedStyle(document.documentElement).getPropertyValue('--' + name);
              const wanted = paint.match(/[0-9a-f]{2}/gi).map(part => parseInt(part, 16));
              // Of a copy: to read the plot's own would slow it down, of which the browser warns.
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
              copy.drawImage(canvas, 0, 0);
              const dots = copy.getImageData(0, 0, canvas.width, canvas.height).data;
              const columns = new Array(canvas.width).fill(0);
              const rows = new Array(canvas.height).fill(0);
              const low = new Array(canvas.width).fill(0);
              for (let at = 0; at < dots.length; at += 4) {
                if (dots[at + 3] < 200) continue;
                if (wanted.some((part, index) => Math.abs(part - dots[at + index]) > 12)) continue;
                const column = at / 4 % canvas.width;
                const row = Math.floor(at / 4 / canvas.width);
                columns[column]++;
                rows[row]++;
                if (row > canvas.height * 0.7) low[column]++;
              }
              return { columns, rows, low };
            }""";

    static Canvas of(Locator plot) {
        List<Integer> size = numbers(plot.evaluate(
                "figure => [...figure.querySelectorAll('canvas')].flatMap(one => [one.width, one.height])"));
        return new Canvas(plot, size.get(0), size.get(1));
    }

    int dots(String colour) {
        return count(colour, "rows").stream().mapToInt(Integer::intValue).sum();
    }

    int widestRow(String colour) {
        return count(colour, "rows").stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    int tallestColumn(String colour) {
        return count(colour, "columns").stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    /** The columns that have the colour. */
    List<Integer> columns(String colour) {
        return present(count(colour, "columns"));
    }

    /** Those that have it at the bottom, where the marks are. */
    List<Integer> columnsOfMarks(String colour) {
        return present(count(colour, "low"));
    }

    private static List<Integer> present(List<Integer> counts) {
        return IntStream.range(0, counts.size())
                .filter(column -> counts.get(column) > 0)
                .boxed()
                .toList();
    }

    @SuppressWarnings("unchecked")
    private List<Integer> count(String colour, String what) {
        return numbers(((Map<String, Object>) plot.evaluate(COUNT, colour)).get(what));
    }

    private static List<Integer> numbers(Object list) {
        return ((List<?>) list)
                .stream().map(number -> ((Number) number).intValue()).toList();
    }
}
