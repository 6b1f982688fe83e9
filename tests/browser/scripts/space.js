([all, below]) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { ${all} } p { ${below} }`);
  document.adoptedStyleSheets = [sheet];
}
