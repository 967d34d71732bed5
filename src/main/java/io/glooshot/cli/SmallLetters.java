package io.glooshot.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes an option's choices in small letters, as kubectl has them, and says which there are when it is none of them. */
abstract class SmallLetters<E extends Enum<E>> implements ITypeConverter<E> {

    private final List<E> choices;

    SmallLetters(Class<E> type) {
        choices = Arrays.asList(type.getEnumConstants());
    }

    /** As a choice is written. */
    static String of(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public E convert(String text) {
        return choices.stream()
                .filter(choice -> of(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'%s' is none of %s".formatted(text, all())));
    }

    private String all() {
        List<String> words = choices.stream().map(SmallLetters::of).toList();
        int last = words.size() - 1;
        return String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}
