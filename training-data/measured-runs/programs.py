"""The measured programs: what they are called, what they read, how large, and the command.

In a command {input} is the input file or folder and {cores} the processors allowed; it runs in an empty folder of its own. Braces of
the program's own language are doubled. Sizes are nominal bytes.
"""
import dataclasses

KB = 1000
MB = 1000 * KB
DEBIAN = """coreutils gzip bzip2 xz-utils zstd lz4 pigz brotli p7zip-full gawk mawk sed grep tar sqlite3 gcc g++ libc6-dev clang imagemagick
ffmpeg samtools bedtools bwa minimap2 seqtk jq perl nodejs default-jdk-headless ruby lua5.4 php-cli datamash miller graphviz diffutils
openssl sox hmmer mafft bowtie2 python3-venv ocaml-nox guile-3.0 util-linux""".split()
PYPI = "numpy pandas scipy scikit-learn duckdb polars pyarrow networkx pillow lightgbm".split()


@dataclasses.dataclass(frozen=True)
class Program:
    name: str
    family: str
    kind: str
    sizes: tuple
    command: str
    cores: tuple = (1,)


def steps(low, high, count=5):
    """Sizes in equal ratios."""
    return tuple(round(low * (high / low) ** (step / (count - 1))) for step in range(count))


def python(name, family, kind, sizes, code, cores=(1,)):
    """A Python program; `p` is the input's path and `cores` the processors."""
    code = code.replace("{", "{{").replace("}", "}}").replace("CORES", "{cores}")
    return Program(name, family, kind, sizes, f"python3 - <<'END'\np='{{input}}'\n{code}\nEND", cores)


SMALL = steps(100 * KB, 1500 * KB)
MIDDLE = steps(300 * KB, 6 * MB)
LARGE = steps(500 * KB, 12 * MB)
READ = "import pandas as pd\nd=pd.read_csv(p)\n"

PROGRAMS = [
    # Sorting, joining, counting.
    Program("sort", "sort", "table", LARGE, "sort -t, -k1,1 {input} -o out", (1, 2)),
    Program("sort-parallel", "sort", "text", MIDDLE, "sort --parallel={cores} -S 40% {input} -o out", (1, 2)),
    Program("sort-numeric", "sort", "table", MIDDLE, "cut -d, -f3 {input} | sort -n | uniq -c > out"),
    Program("shuf", "sort", "text", LARGE, "shuf --random-source=/dev/zero {input} -o out"),
    Program("tac", "sort", "text", LARGE, "tac {input} > out"),
    Program("join", "join", "table", MIDDLE, "sort -t, -k2,2 {input} > a; head -2000 a > b; join -t, -1 2 -2 2 b a | wc -l > out"),
    Program("awk-join", "join", "table", MIDDLE, "gawk -F, '{{k[$1]=$0}} END {{for (i in k) n++; print n}}' {input} > out"),
    Program("awk-count", "text", "text", SMALL, "gawk '{{for(i=1;i<=NF;i++) c[$i]++}} END {{for (w in c) print c[w], w}}' {input} > out"),
    Program("mawk-sum", "text", "table", LARGE, "mawk -F, '{{s[$2]+=$3}} END {{for (g in s) print g, s[g]}}' {input} > out"),
    Program("sed-hold", "text", "text", SMALL, "sed -n 'H;${{x;s/\\n/ /g;p}}' {input} > out"),
    Program("sed-stream", "text", "text", MIDDLE, "sed 's/a\\(.\\)/\\1a/g' {input} > out"),
    Program("grep", "text", "text", LARGE, "grep -cE '(ab|cd).*x' {input} > out || true"),
    Program("grep-zero", "text", "text", MIDDLE, "grep -zc zq {input} > out || true"),
    Program("datamash", "text", "table", MIDDLE, "datamash -t, --header-in -s -g 2 median 3 < {input} > out"),
    Program("miller-sort", "text", "table", steps(40 * KB, 1500 * KB), "mlr --csv sort -nr amount {input} > out", (1, 2)),
    Program("diff", "text", "text", steps(100 * KB, 1500 * KB), "sed 's/ba/ab/' {input} > b; diff {input} b > out || true"),
    # Compressors and archives.
    Program("gzip", "compress", "noise", MIDDLE, "gzip -c {input} > out"),
    Program("pigz", "compress", "noise", MIDDLE, "pigz -p {cores} -c {input} > out", (1, 2)),
    Program("bzip2", "compress", "text", SMALL, "bzip2 -c {input} > out"),
    Program("xz-6", "compress", "text", steps(40 * KB, 1 * MB), "xz -6 -T1 -c {input} > out"),
    Program("xz-9", "compress", "text", steps(40 * KB, 1 * MB), "xz -9 -T1 -c {input} > out"),
    Program("xz-threads", "compress", "noise", SMALL, "xz -2 -T{cores} --block-size=1MiB -c {input} > out", (1, 2)),
    Program("zstd-3", "compress", "text", LARGE, "zstd -q -3 -T{cores} -c {input} > out", (1, 2)),
    Program("zstd-15-long", "compress", "text", steps(40 * KB, 1500 * KB), "zstd -q -15 --long=27 -c {input} > out"),
    Program("brotli", "compress", "text", steps(40 * KB, 1 * MB), "brotli -q 9 -c {input} > out"),
    Program("lz4", "compress", "noise", LARGE, "lz4 -q -9 -c {input} > out"),
    Program("7z", "compress", "text", steps(40 * KB, 1 * MB), "7z a -bd -mmt={cores} out.7z {input}", (1, 2)),
    Program("tar", "compress", "noise", LARGE, "tar cf - -C / $(echo {input} | cut -c2-) | openssl enc -aes-128-ctr -K 00 -iv 00 > out"),
    # SQL engines.
    Program("sqlite-load", "sql", "table", SMALL, "sqlite3 :memory: '.mode csv' '.import {input} t' 'select grp,sum(amount) from t group by 1;' > out"),
    Program("sqlite-sort", "sql", "table", SMALL, "sqlite3 t.db '.mode csv' '.import {input} t' 'pragma temp_store=memory;' 'select * from t order by amount;' > out"),
    python("duckdb-group", "sql", "table", MIDDLE, "import duckdb\nc=duckdb.connect();c.execute('set threads=CORES')\nprint(c.execute(f\"select text,sum(amount) from read_csv('{p}') group by 1 order by 2\").fetchall()[:3])", (1, 2)),
    python("duckdb-join", "sql", "table", SMALL, "import duckdb\nc=duckdb.connect();c.execute('set threads=CORES')\nc.execute(f\"create table t as select * from read_csv('{p}')\")\nprint(c.execute('select count(*) from t a join t b on a.grp=b.grp').fetchall())", (1, 2)),
    # Data frames and arrays.
    python("pandas-read", "dataframe", "table", MIDDLE, READ + "print(d.describe())"),
    python("pandas-group", "dataframe", "table", MIDDLE, READ + "print(d.groupby('grp').amount.agg(['mean','max']).sort_values('max'))"),
    python("pandas-merge", "dataframe", "table", SMALL, READ + "m=d.merge(d.sample(frac=.01,random_state=1),on='grp')\nprint(len(m))"),
    python("pandas-sort", "dataframe", "table", SMALL, READ + "print(d.sort_values(['text','amount']).head())"),
    python("pandas-text", "dataframe", "table", SMALL, READ + "print(d.text.str.split(' ',expand=True)[1].value_counts().head())"),
    python("polars-group", "dataframe", "table", MIDDLE, "import os\nos.environ['POLARS_MAX_THREADS']='CORES'\nimport polars as pl\nprint(pl.read_csv(p).group_by('text').agg(pl.col('amount').sum()).sort('amount'))", (1, 2)),
    python("pyarrow-parquet", "dataframe", "table", MIDDLE, "import pyarrow.csv as c,pyarrow.parquet as q\nt=c.read_csv(p,c.ReadOptions(use_threads=False))\nq.write_table(t,'o.parquet')\nprint(q.read_table('o.parquet').num_rows)"),
    python("numpy-sort", "array", "noise", LARGE, "import numpy as np\na=np.fromfile(p,np.uint8).astype(np.float64)\nprint(np.sort(a)[:3],np.unique(a).size)"),
    python("numpy-matmul", "array", "noise", steps(50 * KB, 2 * MB), "import numpy as np\na=np.fromfile(p,np.uint8)\nn=int(a.size**.5)\nb=a[:n*n].reshape(n,n).astype(float)\nprint((b@b).trace())"),
    python("numpy-outer", "array", "noise", steps(1 * KB, 9 * KB), "import numpy as np\na=np.fromfile(p,np.uint8)[:9000].astype(np.float32)\nprint(np.subtract.outer(a,a).std())"),
    python("scipy-fft", "array", "sound", SMALL, "import numpy as np,scipy.fft as f\na=np.fromfile(p,np.int16)\nprint(abs(f.rfft(a.astype(float))).max())"),
    python("scipy-sparse", "array", "table", SMALL, READ + "import scipy.sparse as s,numpy as np\nw=d.text.astype('category').cat.codes.values\nm=s.csr_matrix((d.amount,(w,d.grp.str[1:].astype(int))))\nprint((m.T@m).nnz)"),
    python("scipy-distance", "array", "noise", steps(4 * KB, 40 * KB), "import numpy as np\nfrom scipy.spatial.distance import pdist\na=np.fromfile(p,np.uint8).astype(float)\nprint(pdist(a[:a.size//16*16].reshape(-1,16)).max())"),
    # Learning.
    python("sklearn-kmeans", "learning", "noise", steps(100 * KB, 1500 * KB), "import numpy as np\nfrom sklearn.cluster import KMeans\na=np.fromfile(p,np.uint8).astype(float)\nprint(KMeans(4,n_init=1,max_iter=10,random_state=1).fit(a[:a.size//8*8].reshape(-1,8)).inertia_)"),
    python("sklearn-tfidf", "learning", "text", steps(100 * KB, 1500 * KB), "from sklearn.feature_extraction.text import TfidfVectorizer\nprint(TfidfVectorizer(ngram_range=(1,2)).fit_transform(open(p)).shape)"),
    python("sklearn-forest", "learning", "noise", steps(20 * KB, 300 * KB), "import numpy as np\nfrom sklearn.ensemble import RandomForestClassifier\na=np.fromfile(p,np.uint8)\nx=a[:a.size//8*8].reshape(-1,8)\nprint(RandomForestClassifier(20,n_jobs=CORES,random_state=1).fit(x[:,1:],x[:,0]>99).score(x[:,1:],x[:,0]>99))", (1, 2)),
    python("lightgbm", "learning", "noise", steps(100 * KB, 2 * MB), "import numpy as np,lightgbm as l\na=np.fromfile(p,np.uint8)\nx=a[:a.size//8*8].reshape(-1,8).astype(float)\nl.train(dict(verbose=-1,num_threads=CORES),l.Dataset(x[:,1:],x[:,0]),20)", (1, 2)),
    # Scripting languages.
    python("python-dict", "script", "table", MIDDLE, "d={}\nfor line in open(p):\n k,v=line.split(',',1)\n d[k]=v\nprint(len(d))"),
    python("python-json", "script", "lines", SMALL, "import json\nr=[json.loads(l) for l in open(p)]\nprint(len(r))"),
    python("python-sets", "script", "text", SMALL, "s=set()\nfor l in open(p):\n w=l.split()\n s.update(zip(w,w[1:]))\nprint(len(s))"),
    Program("perl-hash", "script", "table", SMALL, "perl -F, -lane '$h{{$F[0]}}=[@F]; END {{print scalar keys %h}}' {input} > out"),
    Program("perl-slurp", "script", "text", MIDDLE, "perl -0777 -ne '@w=split; print scalar @w' {input} > out"),
    Program("node-json", "script", "lines", SMALL, "node -e 'const r=require(\"fs\").readFileSync(\"{input}\",\"utf8\").trim().split(\"\\n\").map(JSON.parse); console.log(r.length)'"),
    Program("node-map", "script", "text", SMALL, "node -e 'const m=new Map(); for (const w of require(\"fs\").readFileSync(\"{input}\",\"utf8\").split(/\\s/)) m.set(w,(m.get(w)||0)+1); console.log(m.size)'"),
    Program("ruby-hash", "script", "table", SMALL, "ruby -e 'h={{}}; File.foreach(\"{input}\") {{|l| a=l.split(\",\"); h[a[0]]=a}}; puts h.size'"),
    Program("lua-table", "script", "text", SMALL, "lua5.4 -e 't={{}} for l in io.lines(\"{input}\") do t[#t+1]=l:upper() end table.sort(t) print(#t)'"),
    Program("php-array", "script", "table", SMALL, "php -d memory_limit=-1 -r '$r=[]; foreach (file(\"{input}\") as $l) $r[]=explode(\",\",$l); echo count($r);'"),
    Program("jq-slurp", "script", "lines", steps(40 * KB, 1 * MB), "jq -s 'map(.score)|add' {input} > out"),
    Program("jq-stream", "script", "lines", steps(100 * KB, 1500 * KB), "jq -c .user.name {input} > out"),
    Program("java-sort", "script", "text", SMALL, "echo 'import java.nio.file.*; class S {{ public static void main(String[] a) throws Exception {{ var l = Files.readAllLines(Path.of(a[0])); java.util.Collections.sort(l); System.out.println(l.size()); }} }}' > S.java; java -XX:+UseSerialGC S.java {input}", (1, 2)),
    # Compilers.
    Program("gcc-O0", "compiler", "source", steps(5 * KB, 60 * KB), "gcc -O0 -x c -c {input} -o out.o"),
    Program("gcc-O2", "compiler", "source", steps(2 * KB, 15 * KB), "gcc -O2 -x c -c {input} -o out.o"),
    Program("clang-O1", "compiler", "source", steps(2 * KB, 20 * KB), "clang -O1 -x c -c {input} -o out.o"),
    # Pictures and sound.
    Program("convert-resize", "media", "image", steps(200 * KB, 12 * MB), "convert -limit thread {cores} ppm:{input} -resize 50% out.png", (1, 2)),
    Program("convert-blur", "media", "image", steps(100 * KB, 1500 * KB), "convert -limit thread {cores} ppm:{input} -blur 0x2 out.jpg", (1, 2)),
    python("pillow-rotate", "media", "image", steps(200 * KB, 16 * MB), "from PIL import Image\nImage.open(p).rotate(30,expand=True).save('o.jpg')"),
    Program("ffmpeg-scale", "media", "image", steps(200 * KB, 8 * MB), "ffmpeg -loglevel error -threads {cores} -f ppm_pipe -i {input} -vf scale=1280:-1,hqdn3d -frames:v 5 out.jpg -y || ffmpeg -loglevel error -f image2pipe -c:v ppm -i {input} -vf scale=1280:-1 out.jpg -y", (1, 2)),
    Program("ffmpeg-audio", "media", "sound", MIDDLE, "ffmpeg -loglevel error -f wav -i {input} -af areverse out.mp3 -y"),
    Program("sox-reverb", "media", "sound", MIDDLE, "sox -t wav {input} out.flac reverb"),
    # Genomics.
    Program("bwa-index", "genomics", "genome", steps(500 * KB, 4 * MB), "cp {input}/ref.fa . && bwa index ref.fa"),
    Program("bwa-mem", "genomics", "genome", steps(300 * KB, 2 * MB), "cp {input}/ref.fa . && bwa index ref.fa && bwa mem -t {cores} ref.fa {input}/reads.fq > out.sam", (1, 2)),
    Program("minimap2", "genomics", "genome", MIDDLE, "minimap2 -t {cores} -ax sr {input}/ref.fa {input}/reads.fq > out.sam", (1, 2)),
    Program("samtools-sort", "genomics", "genome", SMALL, "minimap2 -t 1 -ax sr {input}/ref.fa {input}/reads.fq | samtools sort -@ {cores} -o out.bam -", (1, 2)),
    Program("bedtools-intersect", "genomics", "genome", MIDDLE, "bedtools intersect -a {input}/a.bed -b {input}/b.bed > out"),
    Program("bedtools-sort", "genomics", "genome", LARGE, "bedtools sort -i {input}/a.bed > out"),
    Program("seqtk", "genomics", "genome", LARGE, "seqtk sample -s1 {input}/reads.fq 0.5 > out"),
    Program("bowtie2-build", "genomics", "genome", steps(100 * KB, 1500 * KB), "bowtie2-build --threads {cores} -q {input}/ref.fa ref", (1, 2)),
    # Graphs and symbols.
    Program("dot", "graph", "graph", steps(300, 6 * KB), "dot -Tsvg {input} > out.svg"),
    python("networkx", "graph", "graph", steps(20 * KB, 500 * KB), "import networkx as n\ng=n.DiGraph(l.strip().rstrip(';').split(' -> ') for l in open(p) if '->' in l)\nprint(n.dag_longest_path_length(g),len(n.pagerank(g,max_iter=30,tol=1e-2)))"),
]
