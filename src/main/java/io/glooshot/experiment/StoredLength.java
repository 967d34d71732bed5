package io.glooshot.experiment;

/** How many bytes a text of JSON takes where the API server stores it, which writes some characters as six bytes. */
public final class StoredLength {

    private static final int ESCAPED = 6;

    private StoredLength() {}

    public static int of(String json) {
        return json.codePoints().map(StoredLength::of).sum();
    }

    private static int of(int character) {
        if (character == '<' || character == '>' || character == '&' || character == 0x2028 || character == 0x2029) {
            return ESCAPED;
        }
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }
}
