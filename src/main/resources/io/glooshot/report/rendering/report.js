'use strict';
(() => {
  const run = JSON.parse(document.getElementById('plots').textContent);
  const root = document.documentElement;
  const PRINTED_WIDTH = 680;
  const HEIGHT = 280;
  const PRINTED_HEIGHT = 220;
  const LANE = 18;
  const ROW = 15;
  const SHORTEST = 0.05;

  const colour = name => getComputedStyle(root).getPropertyValue('--' + name).trim();

  /** 80.03, 1.2e-7: as many digits as an eye takes in. */
  function number(value) {
    const size = Math.abs(value);
    if (value !== 0 && (size >= 1e9 || size < 1e-4)) return value.toExponential(2).replace('e+', 'e');
    return String(size >= 1e4 ? Math.round(value) : Number(value.toPrecision(4)));
  }

  /** 0 s, +1.25 s, −2 min 5 s. */
  function offset(seconds) {
    const ms = Math.round(seconds * 1000);
    const sign = ms < 0 ? '−' : ms > 0 ? '+' : '';
    const whole = Math.abs(ms) / 1000;
    if (whole < 60) return sign + Number(whole.toPrecision(4)) + ' s';
    const total = Math.round(whole);
    const [large, unit, small, smallUnit] = total < 3600
      ? [Math.floor(total / 60), 'min', total % 60, 's']
      : [Math.floor(total / 3600), 'h', Math.floor(total % 3600 / 60), 'min'];
    return sign + large + ' ' + unit + (small ? ' ' + small + ' ' + smallUnit : '');
  }

  const clock = seconds => new Date(run.origin + Math.round(seconds * 1000)).toISOString().slice(11, 23) + ' UTC';

  /** Round numbers over a range, whatever its size. */
  function ticks(low, high, count) {
    const rough = (high - low) / count;
    const size = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = [1, 2, 5, 10].map(part => part * size).find(part => part >= rough) || rough;
    if (!(step > 0) || !Number.isFinite(step)) return [low, high];
    const found = [];
    for (let at = Math.ceil(low / step); at * step <= high && found.length < 20; at++) {
      found.push(Math.abs(at * step) < step / 1e6 ? 0 : at * step);
    }
    return found.length ? found : [low, high];
  }

  /** From the first to the last of all that is shown, with a little air. */
  const whole = (() => {
    const times = run.conditions.flatMap(condition => condition.times)
      .concat([run.begun, run.off].filter(time => time !== undefined));
    const low = times.reduce((one, other) => Math.min(one, other), Infinity);
    const high = times.reduce((one, other) => Math.max(one, other), -Infinity);
    const air = Math.max((high - low) * 0.03, 0.2);
    return { min: low - air, max: high + air };
  })();

  /** The distance between two numbers as large as numbers get is no number any more. */
  const shrunk = value => value === null ? null : Math.max(-1e300, Math.min(1e300, value));

  const hasTrouble = condition => condition.kinds.some(kind => kind !== 'value');

  function range(condition) {
    return (plot, low, high) => {
      const marks = [low, high, condition.threshold].filter(value => Number.isFinite(value)).map(shrunk);
      if (!marks.length) return [0, 1];
      let from = Math.min(...marks);
      let to = Math.max(...marks);
      const air = to > from ? (to - from) * 0.08 : Math.abs(to) * 0.1 || 1;
      from = from >= 0 && from - air < 0 ? 0 : from - air;
      to += air;
      // What is no number has a lane of its own below.
      return [hasTrouble(condition) ? from - (to - from) * 0.13 : from, to];
    };
  }

  const across = (plot, seconds) => plot.valToPos(seconds, 'x', true);
  const within = (plot, x) => Math.max(plot.bbox.left, Math.min(plot.bbox.left + plot.bbox.width, x));

  function upright(plot, seconds, paint, dash) {
    const x = across(plot, seconds);
    const { left, top, width, height } = plot.bbox;
    if (x < left || x > left + width) return;
    const ctx = plot.ctx;
    ctx.strokeStyle = paint;
    ctx.lineWidth = 1.5 * devicePixelRatio;
    ctx.setLineDash(dash.map(part => part * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(x, top);
    ctx.lineTo(x, top + height);
    ctx.stroke();
  }

  /** Above the plot, each in the first row that has room for it. */
  function labels(plot, named) {
    const ctx = plot.ctx;
    const { left, top, width } = plot.bbox;
    const ends = [];
    ctx.font = '600 ' + 12 * devicePixelRatio + 'px system-ui, sans-serif';
    ctx.textBaseline = 'bottom';
    ctx.textAlign = 'left';
    for (const [seconds, text, paint] of named) {
      const x = across(plot, seconds);
      if (x < left || x > left + width) continue;
      const length = ctx.measureText(text).width;
      const start = Math.max(left, Math.min(x - 2 * devicePixelRatio, left + width - length));
      let row = 0;
      while (ends[row] !== undefined && ends[row] > start - 8 * devicePixelRatio) row++;
      ends[row] = start + length;
      ctx.fillStyle = paint;
      ctx.fillText(text, start, top - (3 + row * ROW) * devicePixelRatio);
    }
  }

  function behind(plot, condition) {
    const ctx = plot.ctx;
    const { left, top, width, height } = plot.bbox;
    ctx.save();
    const band = (from, to, paint) => {
      const start = within(plot, across(plot, from));
      ctx.fillStyle = paint;
      ctx.fillRect(start, top, within(plot, across(plot, to)) - start, height);
    };
    const end = run.off === undefined ? whole.max : run.off;
    if (run.begun !== undefined && run.on !== undefined) band(run.begun, run.on, colour('plot-begun'));
    const on = run.on === undefined ? run.begun : run.on;
    if (on !== undefined) band(on, end, colour('plot-faults'));
    if (condition.threshold !== undefined && /^[<>]/.test(condition.operator)) {
      const y = Math.max(top, Math.min(top + height, plot.valToPos(shrunk(condition.threshold), 'y', true)));
      ctx.fillStyle = colour('plot-breach');
      if (condition.operator.startsWith('>')) ctx.fillRect(left, top, width, y - top);
      else ctx.fillRect(left, y, width, top + height - y);
    }
    ctx.restore();
  }

  function before(plot, condition) {
    const ctx = plot.ctx;
    const { left, top, width, height } = plot.bbox;
    ctx.save();
    if (condition.threshold !== undefined) {
      const y = plot.valToPos(shrunk(condition.threshold), 'y', true);
      ctx.strokeStyle = colour('plot-threshold');
      ctx.lineWidth = 2 * devicePixelRatio;
      ctx.setLineDash([7 * devicePixelRatio, 5 * devicePixelRatio]);
      ctx.beginPath();
      ctx.moveTo(left, y);
      ctx.lineTo(left + width, y);
      ctx.stroke();
    }
    const on = run.on === undefined ? run.begun : run.on;
    const named = [];
    const event = (seconds, text, paint, dash) => {
      if (seconds === undefined) return;
      upright(plot, seconds, paint, dash);
      named.push([seconds, text, paint]);
    };
    event(on, 'faults on', colour('plot-edge'), []);
    event(run.off, 'faults off', colour('plot-edge'), []);
    event(condition.healthy, 'healthy again', colour('plot-healthy'), [2, 3]);
    labels(plot, named);
    ctx.setLineDash([]);
    const dot = 4 * devicePixelRatio;
    const lane = top + height - LANE / 2 * devicePixelRatio;
    condition.times.forEach((time, index) => {
      const x = across(plot, time);
      if (x < left - 1 || x > left + width + 1) return;
      const kind = condition.kinds[index];
      if (kind === 'value') {
        if (!condition.met[index]) return;
        ctx.fillStyle = colour('plot-threshold');
        ctx.beginPath();
        ctx.arc(x, plot.valToPos(shrunk(condition.values[index]), 'y', true), dot * 1.2, 0, 2 * Math.PI);
        ctx.fill();
        return;
      }
      mark(ctx, kind, condition.texts[index], x, lane, dot);
    });
    ctx.restore();
  }

  /** In a lane of its own at the bottom: it has no height, as it is no number. */
  function mark(ctx, kind, text, x, y, size) {
    ctx.strokeStyle = ctx.fillStyle = colour('plot-trouble');
    ctx.lineWidth = 2 * devicePixelRatio;
    ctx.beginPath();
    if (kind === 'failed') {
      ctx.moveTo(x - size, y - size);
      ctx.lineTo(x + size, y + size);
      ctx.moveTo(x + size, y - size);
      ctx.lineTo(x - size, y + size);
      ctx.stroke();
    } else if (kind === 'no_data') {
      ctx.arc(x, y, size, 0, 2 * Math.PI);
      ctx.stroke();
    } else {
      ctx.font = '600 ' + 11 * devicePixelRatio + 'px system-ui, sans-serif';
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(text.slice(0, 4), x, y);
    }
  }

  const SHAPES = {
    value: '<path d="M0 6h22" stroke="var(--plot-value)" stroke-width="2"/>',
    met: '<circle cx="11" cy="6" r="5" fill="var(--plot-threshold)"/>',
    threshold: '<path d="M0 6h22" stroke="var(--plot-threshold)" stroke-width="2" stroke-dasharray="6 4"/>',
    faults: '<rect width="22" height="12" fill="var(--plot-faults)" stroke="var(--plot-edge)"/>',
    healthy: '<path d="M11 0v12" stroke="var(--plot-healthy)" stroke-width="2" stroke-dasharray="2 3"/>',
    failed: '<path d="M6 1l10 10M16 1L6 11" stroke="var(--plot-trouble)" stroke-width="2"/>',
    no_data: '<circle cx="11" cy="6" r="4.5" fill="none" stroke="var(--plot-trouble)" stroke-width="2"/>',
    not_finite: '<text x="11" y="10" font-size="10" font-weight="600" text-anchor="middle" fill="var(--plot-trouble)">NaN</text>',
  };

  /** Of constants alone; nothing that is in the report gets in here. */
  function legend(figure, condition) {
    const items = [['value', 'value']];
    if (condition.met.includes(true)) items.push(['met', 'met the condition']);
    if (condition.threshold !== undefined) items.push(['threshold', 'threshold']);
    if (run.begun !== undefined) items.push(['faults', 'faults on']);
    if (condition.healthy !== undefined) items.push(['healthy', 'healthy again']);
    if (condition.kinds.includes('failed')) items.push(['failed', 'failed reading']);
    if (condition.kinds.includes('no_data')) items.push(['no_data', 'no data']);
    if (condition.kinds.includes('not_finite')) items.push(['not_finite', 'not a finite number']);
    figure.querySelector('.legend').innerHTML = items
      .map(([shape, name]) => '<span><svg viewBox="0 0 22 12" aria-hidden="true">' + SHAPES[shape] + '</svg>' + name + '</span>')
      .join('');
  }

  const plots = [];
  let shown = { ...whole };

  function show(from, to) {
    let length = Math.min(Math.max(to - from, SHORTEST), whole.max - whole.min);
    const start = Math.min(Math.max(from, whole.min), whole.max - length);
    shown = { min: start, max: start + length };
    plots.forEach(({ plot }) => plot.setScale('x', shown));
    describe();
  }

  function describe() {
    const isWhole = shown.max - shown.min >= (whole.max - whole.min) * 0.999;
    plots.forEach(({ figure }) => {
      figure.querySelector('.range').textContent = isWhole
        ? 'Whole run'
        : 'From ' + offset(shown.min) + ' to ' + offset(shown.max);
      figure.querySelector('[data-zoom=all]').disabled = isWhole;
      figure.querySelector('[data-zoom=out]').disabled = isWhole;
    });
  }

  const ZOOMS = {
    in: () => scaled(0.5),
    out: () => scaled(2),
    all: () => show(whole.min, whole.max),
    faults: () => {
      const on = run.on === undefined ? run.begun : run.on;
      const off = run.off === undefined ? whole.max : run.off;
      const air = Math.max((off - on) * 0.25, 0.1);
      show(on - air, off + air);
    },
  };

  function scaled(factor) {
    const middle = (shown.min + shown.max) / 2;
    const half = (shown.max - shown.min) / 2 * factor;
    show(middle - half, middle + half);
  }

  function readout(figure, condition) {
    const line = figure.querySelector('.readout');
    const say = text => {
      line.textContent = text;
      figure.querySelector('.range').hidden = text !== '';
    };
    return plot => {
      const index = plot.cursor.idx;
      if (index === null || index === undefined || plot.cursor.left < 0) return say('');
      const kind = condition.kinds[index];
      const text = condition.texts[index];
      const said = kind === 'value' || kind === 'not_finite' ? text
        : (kind === 'failed' ? 'failed' : 'no data') + (text ? ': ' + text : '');
      say(clock(condition.times[index]) + ' (' + offset(condition.times[index]) + '): '
        + said + (condition.met[index] ? ', met' : ''));
    };
  }

  /** Whether dots can be told apart. */
  const hasRoom = (plot, series, first, last) => (last - first) * 8 < plot.bbox.width / devicePixelRatio;

  /** A value between two gaps has no line, so it always has a dot. */
  function alone(plot, series, isShown) {
    const values = plot.data[series];
    const isGap = index => values[index] === null || values[index] === undefined;
    return isShown ? null : [...values.keys()].filter(index => !isGap(index) && isGap(index - 1) && isGap(index + 1));
  }

  function options(figure, condition) {
    const axis = {
      stroke: () => colour('soft'),
      grid: { stroke: () => colour('plot-grid'), width: 1 },
      ticks: { stroke: () => colour('plot-grid'), width: 1 },
      font: '12px system-ui, sans-serif',
    };
    return {
      width: width(figure),
      height: HEIGHT,
      padding: [3 * ROW + 2, 30, 0, 0],
      legend: { show: false },
      cursor: {
        sync: { key: 'run', setSeries: false, scales: ['x', null] },
        drag: { x: true, y: false, setScale: false },
        points: { size: 9 },
      },
      scales: { x: { time: false, range: () => [shown.min, shown.max] }, y: { range: range(condition) } },
      axes: [
        { ...axis, space: 90, splits: (plot, at, low, high) => ticks(low, high, Math.max(2, plot.bbox.width / devicePixelRatio / 100)), values: (plot, found) => found.map(offset) },
        {
          ...axis,
          splits: (plot, at, low, high) => ticks(hasTrouble(condition) ? low + (high - low) * 0.11 : low, high, 5),
          values: (plot, found) => found.map(number),
          size: (plot, found) => 18 + 7.5 * Math.max(1, ...(found || []).map(text => text.length)),
        },
      ],
      series: [
        {},
        {
          stroke: () => colour('plot-value'),
          width: 2,
          spanGaps: false,
          points: { show: hasRoom, filter: alone, size: 6, fill: () => colour('plot-value') },
        },
      ],
      hooks: {
        drawClear: [plot => behind(plot, condition)],
        draw: [plot => before(plot, condition)],
        setCursor: [readout(figure, condition)],
        setSelect: [plot => {
          if (plot.select.width < 4) return;
          const from = plot.posToVal(plot.select.left, 'x');
          const to = plot.posToVal(plot.select.left + plot.select.width, 'x');
          plot.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
          show(from, to);
        }],
      },
    };
  }

  const width = figure => root.classList.contains('printing')
    ? Math.min(PRINTED_WIDTH, figure.clientWidth || PRINTED_WIDTH)
    : figure.querySelector('.canvas').clientWidth;

  function redraw() {
    plots.forEach(({ plot, figure }) => {
      plot.setSize({ width: width(figure), height: root.classList.contains('printing') ? PRINTED_HEIGHT : HEIGHT });
      plot.redraw(false, true);
    });
  }

  document.querySelectorAll('[data-plot]').forEach(figure => {
    const condition = run.conditions[figure.dataset.plot - 1];
    const data = [condition.times, condition.values.map(shrunk)];
    const plot = new uPlot(options(figure, condition), data, figure.querySelector('.canvas'));
    plots.push({ plot, figure });
    legend(figure, condition);
    figure.querySelectorAll('[data-zoom]').forEach(button => {
      button.addEventListener('click', ZOOMS[button.dataset.zoom]);
      if (button.dataset.zoom === 'faults' && run.begun === undefined) button.remove();
    });
    plot.over.addEventListener('dblclick', ZOOMS.all);
    new ResizeObserver(() => {
      if (!root.classList.contains('printing') && width(figure) !== plot.width) plot.setSize({ width: width(figure), height: HEIGHT });
    }).observe(figure);
  });
  describe();

  /** Paper is white, whatever the screen is. */
  function printing(isPrinting) {
    root.classList.toggle('printing', isPrinting);
    redraw();
  }
  addEventListener('beforeprint', () => printing(true));
  addEventListener('afterprint', () => printing(false));
  matchMedia('print').addEventListener('change', event => printing(event.matches));
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

  const copy = document.getElementById('copy');
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener('click', async () => {
      await navigator.clipboard.writeText(document.querySelector('.yaml').textContent);
      copy.textContent = 'Copied';
    });
  }
})();
